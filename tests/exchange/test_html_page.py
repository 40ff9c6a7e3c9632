"""The page of an export: what is in the file, and what can be read of it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from exchange_samples import SCHEME, TRUCE, article_of, exported, read_back, record_with, truce
from msgspec.structs import replace

from reader.cleaning.article import Block
from reader.exchange.incoming import IncomingError
from reader.exchange.page.markup import shown
from reader.exchange.page.passages import text_html
from reader.exchange.page.whole import Contents, head
from reader.exchange.record import Unit
from reader.labels import Label, Scheme

EVIL = '<script>globalThis.injected="text"</script></script><img src=x onerror=alert(1)> \u202etxet\u202c zero\u200bwidth ]]> <!--'


def record_of(text: str, date: str | None = None, id: str = "news/a", title: str | None = None):
    record = record_with(article_of(text), [])
    return replace(record, about=replace(record.about, id=id, date=date, title=title))


def page(tmp_path, *records) -> str:
    exported(tmp_path / "out.html", "html", records)
    return (tmp_path / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "plain", "a < b & c > \"d\" 'e' &amp; &#60;", "line\nline\r\nline\ttab\x0b\x0c",
        "\x00\x1b[31m\x7f\x85\x9b", "\u202e\u2066\u200b\ufeff\xad",
        "\ud83d lone", "👩‍👩‍👧 ❤️ e\u0301 \u0301", "]]></p></div>", " outer blanks ", "\u2028\u2029 ٣ש界", "",
    ],
    ids=["plain", "markup", "white space", "controls", "unseen", "surrogate", "clusters", "closing", "blanks", "scripts", "empty"],
)  # fmt: skip
def test_what_is_shown_is_read_back_to_the_letter(text):
    data = shown(text)
    assert "\n" not in data
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", data)
    words = []

    class Reading(HTMLParser):
        unseen = False

        def handle_starttag(self, tag, attrs):
            words.append(chr(int(dict(attrs)["data-c"], 16)))
            self.unseen = True

        def handle_endtag(self, tag):
            self.unseen = False

        def handle_data(self, data):
            words.append("" if self.unseen else data)

    reading = Reading()
    reading.feed(data)
    reading.close()
    assert "".join(words) == text


def test_nothing_runs_but_what_is_named_by_its_hash(tmp_path):
    evil = replace(
        truce(),
        about=replace(truce().about, title=EVIL, source=EVIL, url="javascript:alert(1)", date='2"><b>'),
        note=EVIL,
    )
    tagged = record_with(article_of(EVIL), [(0, 20, 'x"><script>alert(2)</script>')])
    html = page(tmp_path, evil, replace(tagged, about=replace(tagged.about, id=EVIL)))
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reading(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Reading().feed(html)
    names = {name for _, attrs in found for name in attrs}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src", "action", "srcdoc")}
    assert [
        tag for tag, _ in found if tag in ("script", "style", "img", "iframe", "link", "object", "base", "form")
    ] == ["style", "script"]
    policy = next(attrs["content"] for tag, attrs in found if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert {attrs["href"] for tag, attrs in found if tag == "a" and not attrs["href"].startswith("#")} == {
        "https://a.example/1"
    }


@pytest.mark.parametrize("colour", ["red;} body{display:none", "#12345", "url(x)", "</style>"])
def test_a_colour_that_is_none(colour):
    scheme = Scheme((Label("casualty", colour=colour),))
    html = head(Contents(scheme, {"casualty": 0}, {}, {"casualty": 1}, 1, 1))
    assert ".l0{--c:#a0a8b0}" in html


def test_articles_stand_by_date_and_come_back_in_the_order_of_the_export(tmp_path):
    dates = [None, "2020-03-01", "2021-01-31", "no date", "2020-03-09", "2020-13-41"]
    html = page(tmp_path, *(record_of(f"Number {n} here.", date, f"n/{n}") for n, date in enumerate(dates)))
    assert re.findall(r'<li data-n="(\d)"', html) == re.findall(r'<article id="a(\d)"', html) == [*"241035"]
    assert re.findall(r'class="month">([^<]*)', html) == ["January 2021", "March 2020", "No date"]
    assert [one.id for one in read_back(tmp_path / "out.html", "html")] == [f"n/{n}" for n in range(6)]


def test_crossing_and_nested_tags_are_underlined_at_their_own_depth():
    record = record_with(
        article_of("one two three four five"), [(0, 13, "place"), (4, 18, "casualty"), (4, 7, "war"), (19, 23, "place")]
    )
    html = text_html(record, {"place": 0, "casualty": 1, "war": 2})
    depths = {number: depth for depth, number in re.findall(r'class="l\d d(\d)" data-t="(\d)"', html)}
    assert depths == {"0": "1", "1": "2", "2": "0", "3": "0"}
    assert re.findall(r'data-t="(\d)" data-l="(\w+)"', html) == [
        ("2", "war"),
        ("0", "place"),
        ("1", "casualty"),
        ("3", "place"),
    ]


def test_blocks_are_elements_and_what_is_between_them_is_kept(tmp_path):
    text = "Head\n\n— one\n\nsaid\n\nloose words\n\nend"
    blocks = (Block("title", 0, 4), Block("list", 6, 11), Block("quote", 13, 17), Block("paragraph", 32, 35))
    record = replace(record_with(article_of("x"), []), text=text, blocks=blocks)
    html = page(tmp_path, record)
    assert '<h2 class="title" dir="auto">Head</h2>' in html
    assert '<blockquote class="quote" dir="auto">said</blockquote>' in html
    assert 'class="paragraph" dir="auto">&#10;&#10;loose words&#10;&#10;</p>' in html
    assert '<h2 class="said"' not in html
    assert read_back(tmp_path / "out.html", "html")[0].text == text


def test_everything_of_a_record_is_on_the_page(tmp_path):
    record = replace(truce(), unit=Unit("paragraph", 3, 117))
    outcome = exported(tmp_path / "out.html", "html", [record, record_of("All quiet.", "2020-01-02", "n/b", "Quiet")])
    assert not outcome.losses
    read, quiet = read_back(tmp_path / "out.html", "html")
    assert (read.id, read.annotator, read.start, read.note, read.labels) == (record.id, "ana", 117, "of all", ("war",))
    assert read.text == TRUCE
    assert [(one.start, one.end, one.label, one.id, one.note, dict(one.attributes)) for one in read.spans] == [
        (tag.start, tag.end, tag.label, tag.id, tag.note, tag.attributes) for tag in record.tags
    ]
    assert [(one.source, one.target, one.type) for one in read.links] == [
        (one.source, one.target, one.type) for one in record.links
    ]
    assert (quiet.text, quiet.spans) == ("All quiet.", ())


def test_labels_stand_in_the_order_of_the_scheme_with_their_rules():
    scheme = Scheme((Label("b", description='who "did" it'), Label("a")))
    html = head(Contents(scheme, {"z": 0, "a": 1, "b": 2}, {"ana": 0, "ben": 1}, {"z": 1, "a": 2, "b": 3}, 4, 5))
    assert re.findall(r'<button type="button" class="(l\d)"', html) == ["l2", "l1", "l0"]
    assert 'title="who &quot;did&quot; it">b <b>3</b>' in html
    assert '<option value="1">ben</option>' in html
    assert "4 articles · 5 tags · 2 annotators" in html


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no page of ours"),
        (b"<html></html>", "no page of ours"),
        (b'<article id="a0"><p>\n', "no page of ours"),
        (b'<article id="a0"><div class="text"><p>x</div></article>\n</html>\n', r"in.html:1: .*</div> closes <p>"),
        (b'\n<article id="a0"><div class="text"></div></article>\n</html>\n', r"in.html:2: .*'sha'"),
        (b'<article id="a0"><i class="unseen" data-c="zz"></i></article>\n</html>\n', "not as it was written"),
        (b'<article id="a0">\xff</article>\n</html>\n', "not as it was written"),
    ],
    ids=["empty", "another page", "cut", "crossed", "no sum", "no code point", "encoding"],
)
def test_a_page_that_cannot_be_read(data, says, tmp_path):
    (tmp_path / "in.html").write_bytes(data)
    with pytest.raises(IncomingError, match=says):
        read_back(tmp_path / "in.html", "html")


def test_an_export_of_nothing_is_a_page(tmp_path):
    html = page(tmp_path)
    assert "0 articles" in html
    assert SCHEME.name in html
