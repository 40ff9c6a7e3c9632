"""Counts of sheets, and effort from journals: new ones, old ones without figures, settled ones, hostile ones."""

from __future__ import annotations

import json

from msgspec.structs import replace

from reader.errors import Problem
from reader.labels import Label, Scheme
from reader.project.effort import acts, effort_of
from reader.project.proposals import proposes
from reader.project.stats import Counts, counts_of
from reader.tags.annotators import annotators
from reader.tags.journal import header_line
from reader.tags.model import Change, Tag, TagSheet
from reader.tags.sheet_file import render_sheet
from reader.tags.suggestions import suggestion_key
from reader.text.spans import Span

SCHEME = Scheme((Label("talks", formerly=("meeting",)), Label("casualty")), "")


def tag(number: int, label: str = "talks", created: str = "2026-03-01T10:00:00Z") -> Tag:
    return Tag(f"tag{number:05}", label, number, number + 1, "x", Span(0, 0), created=created)


def change(number: int, at: str, **more) -> Change:
    added = (tag(number),) if more.pop("tags", True) else ()
    return Change(f"c{number}", more.pop("article", "a"), at, "", added=added, **more)


def put_sheet(tmp_path, annotator: str, article: str, *, text_sha256: str = "1" * 64, **fields) -> None:
    path = tmp_path / annotator / f"{article}.yaml"
    path.parent.mkdir(exist_ok=True)
    sheet = TagSheet(article, annotator, "a.txt", "0" * 64, text_sha256, **fields)
    path.write_text(render_sheet(sheet), encoding="utf-8")


def put_journal(
    tmp_path, annotator: str, changes, name: str = "20260301T100000.000000-1-a.jsonl", settled: bool = False
) -> None:
    from msgspec import to_builtins

    folder = tmp_path / annotator / ".journal" / ("settled" if settled else "")
    folder.mkdir(parents=True, exist_ok=True)
    head = to_builtins(TagSheet("a", annotator, "a.txt", "", ""))
    lines = [
        json.dumps({"kind": "change", "n": n, "head": head, "base": "", "change": to_builtins(one)})
        for n, one in enumerate(changes, 1)
    ]
    (folder / name).write_bytes(header_line() + "\n".join(lines).encode() + b"\n")


def test_sheets_are_counted_by_annotator(tmp_path):
    put_sheet(
        tmp_path, "ana", "a", status="done", labels=("politics",), tags=(tag(1), tag(2, "meeting"), tag(3, "casualty"))
    )
    put_sheet(tmp_path, "ana", "b", status="reading", tags=(tag(1, created="2026-04-01T10:00:00Z"),))
    put_sheet(tmp_path, "ana", "c")
    put_sheet(tmp_path, "bob", "a", status="reading", tags=(tag(9, "gone"),))
    (tmp_path / "bob" / "broken.yaml").write_text("format: [", encoding="utf-8")
    found = list(counts_of(annotators(tmp_path), SCHEME))
    problem, ana, bob = sorted(found, key=lambda one: getattr(one, "annotator", ""))
    assert isinstance(problem, Problem)
    assert ana.as_object() == {
        "annotator": "ana", "articles": 2, "status": {"done": 1, "reading": 1}, "tags": 4,
        "labels": {"talks": 3, "casualty": 1}, "article_labels": {"politics": 1}, "tags_per_article": 2.0,
        "median_tags": 2.0, "taken_over": 0, "first": "2026-03-01T10:00:00Z", "last": "2026-04-01T10:00:00Z",
    }  # fmt: skip
    everybody = Counts(None)
    everybody.joined(ana)
    everybody.joined(bob)
    assert (everybody.articles, everybody.tags, everybody.labels["gone"]) == (3, 5, 1)


def suggested(number: int, label: str = "talks", **more) -> Tag:
    return replace(tag(number, label), origin="suggested", **more)


def test_suggestions_are_nobodys_work_and_counted_apart(tmp_path):
    around = {"before": "the ", "after": " met"}
    put_sheet(tmp_path, "ana", "a", status="reading", tags=(tag(1), suggested(2), suggested(9, **around)))
    put_sheet(tmp_path, "ben", "a", status="done", tags=(tag(3), suggested(4, "casualty")))
    put_sheet(tmp_path, "able", "a", tags=tuple(suggested(n, "meeting" if n == 2 else "talks") for n in range(2, 6)))
    put_sheet(tmp_path, "able", "b", tags=(suggested(2),))
    put_sheet(tmp_path, "able", "c")  # all of it was taken back
    put_sheet(tmp_path, "zed", "a", text_sha256="2" * 64, tags=(suggested(19, **around), suggested(2)))
    dismissed = {"ana": frozenset({suggestion_key("a", "able", "tag00004"), suggestion_key("a", "able", "tag00002")})}
    ana, ben, able, zed = counts_of(annotators(tmp_path), SCHEME, dismissed)
    assert [(one.annotator, one.articles, one.tags, one.taken_over) for one in (ana, ben)] == [
        ("ana", 1, 3, 2),
        ("ben", 1, 2, 1),
    ]
    assert able.as_object() == {
        "suggestions_of": "able", "articles": 2, "suggestions": 5, "labels": {"talks": 5}, "accepted": 1, "dismissed": 1,
        "by": {"ana": {"accepted": 1, "dismissed": 1}}, "first": "2026-03-01T10:00:00Z", "last": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    assert (zed.suggestions, zed.accepted) == (
        2,
        1,
    )  # its sheet is of another text: by the words and what is around them
    assert [proposes(one) for one in annotators(tmp_path)] == [True, False, False, True]


def test_effort_is_told_by_day_and_by_annotator(tmp_path):
    put_sheet(tmp_path, "ana", "a")
    put_sheet(tmp_path, "bob", "a")
    first = [
        change(1, "2026-03-01T10:00:00Z", keys=6, active=20.0),
        change(2, "2026-03-01T10:00:10Z", keys=2, active=10.0),
        change(3, "2026-03-01T10:20:00Z", keys=4, active=60.0, article="b"),
        Change("u", "b", "2026-03-01T10:20:05Z", "", removed=(tag(3),), undoes="c3", keys=1, active=5.0),
    ]
    put_journal(tmp_path, "ana", first, settled=True)
    put_journal(
        tmp_path, "ana", [*first[-1:], change(4, "2026-03-03T12:00:00Z", keys=5, active=25.0)], name="20260303T.jsonl"
    )
    ana, bob = annotators(tmp_path)
    day, other, total = effort_of(ana)
    assert (day.sittings, len(day.articles), day.tags, day.active) == (1, 2, 2, 95.0)
    assert (other.sittings, other.tags) == (1, 1)
    assert total.as_object() | {"day": 0} == {
        "annotator": "ana", "day": 0, "sittings": 2, "articles": 2, "tags": 3, "removed": 0, "active_minutes": 2.0,
        "tags_per_hour": 90.0, "keys_per_tag": 6.0, "median_seconds_per_tag": 22.5,
    }  # fmt: skip
    assert effort_of(bob) == []


def test_journals_without_figures_are_told_by_the_times_of_their_changes():
    made = [
        change(n, f"2026-03-01T{at}Z")
        for n, at in enumerate(("10:00:00", "10:00:30", "10:01:00", "10:04:00", "11:00:00"))
    ]
    found = list(acts(made))
    assert [act.active for act in found] == [0, 30, 30, 0, 0]
    assert [act.begins for act in found] == [True, False, False, False, True]
    assert not any(act.counted for act in found)


def test_figures_that_cannot_be_are_bounded():
    wild = [
        change(1, "2026-03-01T10:00:00Z", keys=10**30, active=float("nan")),
        change(2, "never"),
        change(3, "0001-01-01T00:00:00+14:00"),
    ]
    (act,) = acts(wild)
    assert act.keys == 10**6
    assert act.active <= 86_400
