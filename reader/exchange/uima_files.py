"""CAS files of other people, loaded by dkpro-cassis once they have been found harmless.

The package makes Python classes of the types that a file declares, with the names put into source code as they are, and lets
libxml2 resolve entities. So names must be names, and there must be no document type, before it sees a file.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from reader.exchange.expecting import why_not
from reader.exchange.incoming import IncomingError
from reader.exchange.text_files import bytes_of, text_of
from reader.exchange.uima_checks import wrong_feature
from reader.exchange.uima_types import cassis, our_types

TYPES = "TypeSystem.xml"
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")


class CasFiles:
    """Loads files; a type system is loaded once."""

    def __init__(self) -> None:
        self._known: dict[Path, Any] = {}

    def views(self, path: Path) -> list[Any]:
        """The views of a file that have a text.

        Raises:
            IncomingError: it is no CAS, or is not safe to load.
            MissingExtra: the package is not installed.
        """
        package = cassis()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                if path.suffix == ".json":
                    cas = package.load_cas_from_json(_json(path))
                else:
                    cas = package.load_cas_from_xmi(BytesIO(_xml(path)), typesystem=self._types_beside(path))
            views = [view for view in cas.views if view.sofa.sofaString is not None]
            if why := next(filter(None, map(wrong_feature, views)), ""):
                raise IncomingError(f"this is no CAS: {why}", path=path)
            return views
        except IncomingError:
            raise
        except Exception as error:  # lxml, json, cassis itself: each has its own
            missing = isinstance(error, package.typesystem.TypeNotFoundError | TypeError)  # a type, or a feature of one
            raise IncomingError(
                f"this is no CAS: {why_not(error)}",
                path=path,
                hint=f"the {TYPES} that goes with it has to stand beside it" if missing else "",
            ) from error

    def _types_beside(self, path: Path) -> Any:
        """The type system beside a file or in a folder above, as INCEpTION packs it; ours where there is none."""
        places = (folder / name for folder in path.resolve().parents[:3] for name in (TYPES, TYPES.lower()))
        for file in places:
            if file not in self._known and file.is_file():
                try:
                    data = _xml(file)
                    _refuse_odd_names(_declared_in(data), file)
                    self._known[file] = cassis().load_typesystem(BytesIO(data))
                except IncomingError:
                    raise
                except Exception as error:
                    raise IncomingError(f"this is no type system: {why_not(error)}", path=file) from error
            if file in self._known:
                return self._known[file]
        return our_types()


def _xml(path: Path) -> bytes:
    """An XML file without a document type: entities are nobody's need here, and can be bombs.

    Raises:
        IncomingError: it has one, or is not UTF-8.
    """
    data = bytes_of(path)
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise IncomingError(f"it is in {declared[1].decode('ascii', 'replace')}; these files are UTF-8", path=path)
    text_of(path)  # says where it is not UTF-8
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise IncomingError("it declares a document type; these files have none", path=path)
    return data


def _json(path: Path) -> str:
    text = text_of(path).removeprefix("\ufeff")
    value = json.loads(text)
    types = value.get("%TYPES") if isinstance(value, dict) else None
    if not isinstance(types, dict):
        raise IncomingError("this is no CAS: it has no %TYPES", path=path)
    for name, features in types.items():
        _refuse_odd_names(name.removesuffix("[]").split("."), path)
        _refuse_odd_names((one for one in features if not one.startswith("%")), path)
    return text


def _declared_in(data: bytes) -> Iterator[str]:
    """The names of types, part by part, and of features that a type system declares."""
    from lxml import etree

    for _, element in etree.iterparse(BytesIO(data), events=("end",), resolve_entities=False):
        kind = etree.QName(element).localname
        if kind in ("typeDescription", "featureDescription"):
            for name in element.iterfind("{*}name"):
                text = (name.text or "").strip()
                yield from text.split(".") if kind == "typeDescription" else (text,)


def _refuse_odd_names(names: Iterable[str], path: Path) -> None:
    for name in names:
        if not name.isidentifier() or name.startswith("__"):
            raise IncomingError(f"this is no name of a type or a feature: {name[:80]!r}", path=path)
