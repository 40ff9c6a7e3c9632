"""Every format: what goes out comes back equal, or it is in the loss report."""

from __future__ import annotations

import gc
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visible_places import check

from reader.errors import MissingExtra, UsageError
from reader.exchange.format import FORMATS, format_named

#: What a format cannot hold of the sample record, by kind; formats that are not named hold all.
CANNOT_HOLD: dict[str, dict[str, int]] = json.loads(
    (Path(__file__).parents[1] / "data/exchange/cannot_hold.json").read_text(encoding="utf-8")
)
MARKS = {"spacy": pytest.mark.spacy, "cas": pytest.mark.consumers}  # formats whose package is an extra
WITH_TEXTS = [name for name in FORMATS if name != "csv"]
IN = [pytest.param(name, marks=MARKS.get(name, ())) for name in WITH_TEXTS]
#: Each format in all its forms.
IN_FORMS = [
    pytest.param(name, form, marks=MARKS.get(name, ()), id=f"{name} {form}".strip())
    for name in WITH_TEXTS
    for form in FORMATS[name].forms or ("",)
]


def outcome_of(path, name, records, **options):
    try:
        return exported(path, name, records, **options)
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(("name", "form"), IN_FORMS)
def test_the_hard_sample(name, form, tmp_path):
    record = truce()
    outcome = outcome_of(tmp_path / "out", name, [record], form=form)
    if form == next(iter(FORMATS[name].forms), ""):
        assert Counter(one.kind for one in outcome.losses) == CANNOT_HOLD.get(name, {})
    for plainly in (False, True):
        (incoming,) = read_back(tmp_path / "out", name, plainly=plainly)
        assert incoming.id in (record.id, "")
        check(record, incoming, outcome.losses, tokens=FORMATS[name].tokens)
        assert incoming.labels == record.labels or "labels" in {one.kind for one in outcome.losses}


@pytest.mark.parametrize("name", IN)
def test_an_export_of_nothing(name, tmp_path):
    assert outcome_of(tmp_path / "out", name, []).records == 0
    assert read_back(tmp_path / "out", name) == []


@pytest.mark.filterwarnings("always::ResourceWarning")
@pytest.mark.parametrize("name", [pytest.param(name, marks=MARKS.get(name, ())) for name in FORMATS])
def test_an_export_that_is_broken_off_says_why_and_nothing_else(name, tmp_path, monkeypatch, recwarn):
    said = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)

    def broken_off():
        yield truce()
        raise UsageError("enough")

    with pytest.raises(UsageError, match="enough"):
        outcome_of(tmp_path / "out", name, broken_off())
    gc.collect()
    assert (said, list(tmp_path.iterdir())) == ([], [])
    assert [one for one in recwarn if one.category is ResourceWarning] == []


@pytest.mark.parametrize("name", IN)
def test_records_come_back_in_order_each_with_its_own(name, tmp_path):
    records = [
        record_with(article_of(f"Shells fell on Karsa {n} times."), [(15, 20, "place")][: n % 2]) for n in range(12)
    ]
    outcome = outcome_of(tmp_path / "out", name, records)
    assert (outcome.records, [*outcome.losses]) == (12, [])
    texts = [re.sub(r"\s", "", one.text) for one in read_back(tmp_path / "out", name)]
    assert sorted(texts) == sorted(re.sub(r"\s", "", one.text) for one in records)


_TEXTS = st.text(
    st.sampled_from("abé🎉\u200d \n\t\u00a0\u2028“”-.,'’;|\\[]*_<&>\"=@#1٣ש界e\u0301\u0085\x1b"),
    min_size=1,
    max_size=40,
)
_LABELS = st.sampled_from(["place", "casualty", "sore point", "B-x", 'a"b|c', "ünïcode 界", "1"])


@pytest.mark.parametrize(("name", "form"), IN_FORMS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_TEXTS, data=st.data())
def test_random_tags_over_random_text(name, form, text, data, tmp_path_factory):
    article = article_of(text)
    end = len(article.text)
    places = data.draw(st.lists(st.tuples(st.integers(0, end), st.integers(0, end), _LABELS), max_size=5))
    tags = [(min(a, b), max(a, b), label) for a, b, label in places]
    record = record_with(article, [one for one in tags if article.text[one[0] : one[1]].strip()], links=True)
    path = tmp_path_factory.mktemp("out") / "out"
    outcome = outcome_of(path, name, [record], form=form)
    (incoming,) = read_back(path, name, plainly=True)
    check(record, incoming, outcome.losses, tokens=FORMATS[name].tokens)
    if not [*outcome.losses]:
        (again,) = read_back(path, name)
        check(record, again, ())


def test_the_names_of_formats():
    assert format_named("jsonl") is FORMATS["jsonl"]
    assert all(one.suffix or not one.binary for one in FORMATS.values())
