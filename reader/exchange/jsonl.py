"""JSON Lines: one object per article and annotator, all of it; UTF-8, one line each. Nothing is lost.

The fields are those of `objects.record_object`. Text is written as it is, but for characters that a terminal would obey or an
editor would hide: those are escaped, which is the same to every JSON parser.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, BinaryIO

from reader.exchange.exporter import ExportError
from reader.exchange.loss import Loss
from reader.exchange.objects import record_object
from reader.exchange.record import Record

# JSON itself escapes what is below a space. Lone surrogates have no UTF-8; U+0085, U+2028 and U+2029 end a line for some readers.
_ESCAPED = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def json_line(value: Any) -> bytes:
    """`value` as one line of UTF-8 that is safe to print."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8") + b"\n"


class JsonlExporter:
    """Writes each record as it comes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written: list[bytes] = []
        self.notes: list[str] = []

    def add(self, record: Record) -> list[Loss]:
        value = record_object(record)
        self._file.write(json_line(value))
        self._written.append(_digest(value))
        return []

    def finish(self) -> None:
        self._file.flush()

    def verify(self, file: BinaryIO) -> None:
        count = 0
        for count, line in enumerate(file, 1):
            value = json.loads(line)
            if count > len(self._written) or _digest(value) != self._written[count - 1]:
                raise ExportError(f"line {count} was not read back as it was written")
            for span in value["spans"]:
                if value["text"][span["start"] : span["end"]] != span["text"]:
                    raise ExportError(f"the tag {span['id']} of {value['id']!r} does not stand on its words")
        if count != len(self._written):
            raise ExportError(f"{len(self._written)} objects were written, {count} read back")


def _digest(value: dict[str, Any]) -> bytes:
    return sha256(json.dumps(value, sort_keys=True).encode("ascii")).digest()
