"""One step of a decision, made in the text of `entities.yaml` at the places of its composed tree."""

from __future__ import annotations

from typing import Any

from reader import yamlfile
from reader.entities.decisions import AddNever, AddRow, AddVariant, DropNever, DropRow, DropVariant, SetKind, Step
from reader.entities.entities_file import NameRow
from reader.yamlfile import surgery
from reader.yamlfile.surgery import NoPlace


def made(text: str, root: Any, step: Step) -> str:
    """The text with a step in it.

    Args:
        root: of the text, composed.

    Raises:
        NoPlace: the file has no place for it.
        LookupError: what is altered is not there.
    """
    if root.flow_style:
        raise NoPlace("the file stands between brackets")
    names, never = surgery.value_of(root, "names"), surgery.value_of(root, "never")
    match step:
        case AddRow(row):
            fields = _fields(row)
            if names is None:
                return surgery.with_lines(text, len(text), ["names:", *_dashed(fields)])
            if names.flow_style and not names.value:  # `names: []`
                start, end = names.start_mark.index, names.end_mark.index
                ends = surgery.line_break(text, len(text))
                rows = ends.join(["", *_dashed(fields)])
                return text[:start].rstrip(" ") + rows + text[end:]
            return surgery.with_item(text, names, [f"{{{', '.join(fields)}}}"] if names.flow_style else fields)
        case DropRow(at):
            return surgery.without_item(text, root, "names", at)
        case SetKind(at, kind):
            return surgery.with_value(text, surgery.value_of(names.value[at], "kind"), kind)
        case AddVariant(at, form):
            row = names.value[at]
            variants = surgery.value_of(row, "variants")
            if variants is None:
                return surgery.with_key(text, row, "variants", [form])
            return surgery.with_item(text, variants, [yamlfile.scalar(form)])
        case DropVariant(at, variant):
            return surgery.without_item(text, names.value[at], "variants", variant)
        case AddNever(form):
            if never is None:
                return surgery.with_key(text, root, "never", [form])
            return surgery.with_item(text, never, [yamlfile.scalar(form)])
        case DropNever(at):
            return surgery.without_item(text, root, "never", at)


def _fields(row: NameRow) -> list[str]:
    fields = [f"name: {yamlfile.scalar(row.name)}", f"kind: {row.kind}"]
    if row.variants:
        fields.append(f"variants: [{', '.join(map(yamlfile.scalar, row.variants))}]")
    return fields


def _dashed(fields: list[str]) -> list[str]:
    return [f"{'  ' if i else '- '}{field}" for i, field in enumerate(fields)]
