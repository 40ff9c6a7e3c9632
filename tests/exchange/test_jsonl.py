"""JSON Lines lose nothing, and are safe to print."""

from __future__ import annotations

import json

import pytest
from exchange_samples import exported, read_back, truce
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.incoming import IncomingError
from reader.exchange.json_lines import json_line
from reader.exchange.objects import article_object, record_object

FIELDS = [
    *("id", "path", "title", "date", "source", "url", "language", "annotator", "status", "done", "text", "text_sha256"),
    *("labels", "spans", "links"),
]
NASTY = st.text(st.sampled_from('aB \n\t\x00\x1b\x7f\x85\x9b\u200d\u202e\u2028\ufeff\ud800é🎉“”\\"')) | st.text()


@given(
    st.recursive(NASTY | st.none() | st.integers() | st.booleans(), lambda x: st.lists(x) | st.dictionaries(NASTY, x))
)
def test_a_line_is_one_line_that_no_terminal_obeys(value):
    line = json_line(value)
    assert json.loads(line) == value
    text = line.decode("utf-8")
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1
    assert not set(text[:-1]) & set("\x00\x1b\x7f\x85\x9b\u200d\u202e\u2028\ufeff")


def test_a_row_holds_all_of_a_record(tmp_path):
    record = truce()
    exported(tmp_path / "out.jsonl", "jsonl", [record])
    value = json.loads((tmp_path / "out.jsonl").read_bytes())
    assert list(value) == [*FIELDS, "note"]
    assert value == record_object(record)
    assert [value["text"][span["start"] : span["end"]] for span in value["spans"]] == [t.text for t in record.tags]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"text": "a", "spans": []}\n{"text": "a", "sp', ":2: this is not JSON"),
        (b'{"text": "a", "spans": [{"start": "0", "end": 1, "label": "x"}]}', "Expected `int`"),
        (b'{"txt": "a", "spans": []}', "missing required field `text`"),
        (b'{"text": "caf\xe9", "spans": []}', "another encoding"),
        ('{"text": "a", "spans": []}'.encode("utf-16"), "UTF-16"),
        (b'{"text": ' + b"[" * 200_000, ":1: "),
        (b'{"text": "a", "spans": [], "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    ],
    ids=["cut", "wrong type", "wrong column", "Latin-1", "UTF-16", "deep and cut", "deep"],
)
def test_a_broken_file_names_row_and_reason(tmp_path, data, said):
    path = tmp_path / "in.jsonl"
    path.write_bytes(data)
    with pytest.raises(IncomingError) as caught:
        read_back(path, "jsonl")
    assert said in str(caught.value)
    assert "in.jsonl:" in str(caught.value)


def test_the_edits_of_a_cleaned_article_replay():
    from reader.cleaning import clean
    from reader.corpus.document import Document

    raw = "Share this\r\n\r\nShells fell on Karsa at noon, the mayor said on Monday.\r\n\r\nFour people died in the town.\n"
    value = article_object(clean(Document("a", "a.txt", raw)))
    text, at = "", 0
    for edit in value["edits"]:
        text += raw[at : edit["start"]] + edit["replacement"]
        at = edit["end"]
    assert text + raw[at:] == value["text"]
    assert [edit in value["edits"] for edit in value["removed"]] == [True] * len(value["removed"])
    assert list(value) == [
        *(
            "id",
            "path",
            "title",
            "date",
            "date_origin",
            "origins",
            "byline",
            "source",
            "language",
            "text",
            "text_sha256",
            "blocks",
        ),
        *("captions", "edits", "removed"),
    ]
