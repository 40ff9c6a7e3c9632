"""Files as other programs write them, by their documentation and their code: what is read of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.exchange.format import ReadOptions, format_named

CASES = json.loads((Path(__file__).parents[1] / "data/exchange/foreign_files.json").read_text(encoding="utf-8"))


def written(path, case):
    lines = [json.dumps(row, ensure_ascii=False) for row in case["rows"]]
    is_array = case["format"] == "label-studio"
    path.write_text(f"[{', '.join(lines)}]" if is_array else "\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_what_is_read_of_it(case, tmp_path):
    read = list(format_named(case["format"]).read(written(tmp_path / "in", case), ReadOptions()))
    assert len(read) == len(case["expect"])
    for number, (one, expect) in enumerate(zip(read, case["expect"], strict=True), 1):
        assert one.line == expect.get("line", number)
        assert [[s.start, s.end, s.label, s.id] for s in one.spans] == expect.get("spans", [])
        assert [[link.source, link.target, link.type] for link in one.links] == expect.get("links", [])
        assert (one.id, one.annotator) == (expect.get("id", ""), expect.get("annotator", ""))
        assert (list(one.labels), list(one.notes)) == (expect.get("labels", []), expect.get("notes", []))
        for field, name in (("texts", "text"), ("attributes", "attributes"), ("span_notes", "note")):
            if field in expect:
                assert [getattr(span, name) for span in one.spans] == expect[field]
