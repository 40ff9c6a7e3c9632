"""The labels of an incoming file beside those of the scheme: mapped, known, added, or refused by name, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reader.errors import ReaderError
from reader.labels import Label, Scheme
from reader.labels.appending import wrong_label
from reader.yamlfile import nearest

_WHERE = {"passage": "passages", "article": "whole articles"}
_UNKNOWN, _UNFIT, _MISPLACED = (
    "that the scheme does not know",
    "that cannot be one of the scheme's",
    "of another scope",
)


class UnknownLabels(ReaderError):
    """Labels that the scheme does not know, or that stand where it has no place for them; nothing is imported."""

    title = "Nothing was imported"


class Labels(NamedTuple):
    """What becomes of labels.

    Attributes:
        names: label of the file → label of the scheme; None for what is left out.
        new: to be put into the scheme first.
        notes: on those.
    """

    names: Mapping[str, str | None]
    new: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()


def settled(
    passages: Mapping[str, str],
    articles: Mapping[str, str],
    scheme: Scheme,
    mapping: Mapping[str, str | None],
    *,
    add: bool,
) -> Labels:
    """What becomes of the labels of a file.

    Args:
        passages, articles: labels of spans, and of whole texts, each with the place in the file where it stands first.
        mapping: label of the file → what it is called here, or None to leave it out.
        add: whether labels that the scheme does not know are put into it.

    Raises:
        UnknownLabels: the scheme does not know some of them, or cannot take them.
    """
    names: dict[str, str | None] = {}
    new: dict[str, Label] = {}
    wrong: dict[str, list[str]] = {}
    notes = []
    known = [one.name for one in scheme.labels]
    for scope, labels in (("passage", passages), ("article", articles)):
        for label, place in labels.items():
            name = mapping.get(label, label)
            if name is None:
                names[label] = None
                continue
            said = repr(label) if name == label else f"{label!r} → {name!r}"
            near = nearest(name, known)
            near = near if near.startswith("did") else ""
            there = scheme.find(name) or new.get(name)
            if there is not None and there.scope != scope:
                why = f"on {_WHERE[scope]}, but `{there.name}` is a label of {_WHERE[there.scope]}"
                wrong.setdefault(_MISPLACED, []).append(f"{said} ({place}: {why})")
            elif there is not None:
                names[label] = there.name
            elif not add:
                wrong.setdefault(_UNKNOWN, []).append(f"{said} ({place}{near and f': {near}'})")
            elif why := wrong_label(scheme, name, ""):
                wrong.setdefault(_UNFIT, []).append(f"{said} ({place}: {why})")
            else:
                names[label] = name
                new[name] = Label(name, scope="article" if scope == "article" else "passage")
                notes += [f"{said} is new in the scheme: {near}"] if near else []
    if wrong:
        parts = (
            f"{'a label' if len(said) == 1 else f'{len(said)} labels'} {what}: {'; '.join(sorted(said))}"
            for what, said in sorted(wrong.items(), reverse=True)
        )
        adding = _UNKNOWN in wrong
        hint = "map them (--map FILE), or put them into the scheme (--add-labels)" if adding else "map them: --map FILE"
        raise UnknownLabels(f"the file has {', and '.join(parts)}", hint=hint)
    return Labels(names, tuple(new.values()), tuple(notes))
