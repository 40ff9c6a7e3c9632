"""The page of an export in headless Chromium, driven by Playwright under Node.js."""

from __future__ import annotations

import pytest
from exchange_samples import article_of, exported, record_with, truce
from msgspec.structs import replace
from through_node import browsed

pytestmark = pytest.mark.consumers

EVIL = '<script>globalThis.injected="text"</script></script><img src=x onerror="injected=1"> \u202etxet\u202c zero\u200bwidth \x1b.'


def named(record, id, date, title):
    return replace(record, about=replace(record.about, id=id, date=date, title=title))


def records():
    evil = record_with(
        article_of(EVIL), [(0, 30, 'x"><script>injected=2</script>'), (20, 60, "casualty"), (25, 35, "place")]
    )
    quiet = record_with(
        article_of("🎉🎉 Quiet in Idlib and in Karsa.\n\nशांति שלום 👩‍👩‍👧."), [(12, 17, "place"), (25, 30, "place")]
    )
    return [
        named(quiet, "news/quiet", "2020-03-01", "Quiet"),
        named(truce(), "news/truce", "2021-05-09", "Truce"),
        replace(named(evil, "news/evil", "2021-05-01", EVIL), note=EVIL, annotator="ben"),
        named(record_with(article_of("Nothing is known."), []), "news/none", None, "Undated"),
    ]


@pytest.fixture(scope="module")
def browse(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "out.html"
    assert not exported(file, "html", records()).losses

    def run(*steps: dict[str, str], width: int = 1300, scripts: bool = True):
        seen, heard = browsed(file, *steps, width=width, scripts=scripts)
        assert len(heard["requests"]) == 1, "the page asks for nothing but itself"
        assert {one["injected"] for one in seen} == {None}
        assert not seen[0]["overflow"]
        return seen, heard

    return run


def test_what_is_shown_is_what_was_tagged(browse):
    (seen,), heard = browse()
    assert heard["console"] == []
    assert seen["title"] == "Tagged articles"
    texts = {one["id"]: one for one in seen["texts"]}
    for record in records():
        one = texts[record.id]
        assert one["text"] == record.text
        assert one["marks"] == {str(place): [tag.start, tag.end] for place, tag in enumerate(record.tags)}


def test_keys_and_filters(browse):
    seen, heard = browse(
        {"press": "j"}, {"press": "k"}, {"press": "n"}, {"press": "n"}, {"press": "/"}, {"type": "idlib"},
        {"press": "Escape"},
        {"click": "#labels button >> text=casualty"}, {"click": "#labels button >> text=truce"},
        {"click": "#clear"}, {"press": "t"},
    )  # fmt: skip
    start, down, up, tag, nested, slash, typed, cleared, casualty, both, clear, _ = seen
    assert heard["console"] == []
    assert (start["entries"][0], start["entries"][2:], start["open"]) == ("Truce", ["Quiet", "Undated"], ["a1"])
    assert start["months"] == ["May 2021", "March 2020", "No date"]
    assert (down["open"], up["open"]) == (["a2"], ["a1"])
    assert (tag["lit"], nested["lit"]) == (["Truce"], ["Karsa"])
    assert slash["focus"] == "query"
    assert (typed["entries"], typed["open"], typed["state"], typed["sought"]) == (["Quiet"], ["a0"], "1 of 4", 1)
    assert typed["months"] == ["March 2020"]
    assert (len(cleared["entries"]), cleared["state"], cleared["sought"]) == (4, "", 0)
    assert (casualty["state"], casualty["open"], casualty["labels"]) == ("2 of 4", ["a1"], ["casualty", "casualty"])
    assert (both["entries"], both["open"]) == (["Truce"], ["a1"])
    assert both["labels"] == ["truce", "casualty", "casualty"]
    assert clear["state"] == ""


def test_the_policy_refuses_what_gets_in(browse):
    picture = '<img src="http://127.0.0.1:9/a.png" onerror="injected=3">'
    injected = f'{picture}<style>body{{display:none}}</style><p style="color:red" onclick="x"></p>'
    seen, _ = browse({"inject": injected})
    assert {"script-src-elem", "style-src-elem", "style-src-attr", "img-src", "connect-src"} <= set(seen[1]["refused"])


def test_without_scripts_it_is_a_page_to_read(browse):
    (seen,), _ = browse(scripts=False)
    assert seen["open"] == ["a1", "a2", "a0", "a3"]
    assert len(seen["entries"]) == 4
    assert len(seen["labels"]) == 5 + 3 + 2


def test_on_a_phone_the_list_comes_first(browse):
    seen, _ = browse({"click": "nav li[data-n] a"}, {"click": "#back a"}, width=390)
    before, article, after = seen
    assert (len(before["entries"]), before["open"]) == (4, [])
    assert (article["entries"], article["open"]) == ([], ["a1"])
    assert not article["overflow"]
    assert (len(after["entries"]), after["open"]) == (4, [])
