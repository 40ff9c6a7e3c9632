"""From what is typed to the tree, by descent; depth, length and the number of terms are bounded."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.library.folding import words_of
from reader.library.query.errors import QueryError
from reader.library.query.terms import field, near, pattern
from reader.library.query.tree import (
    FIELDS,
    WITHIN,
    And,
    Column,
    Everything,
    Near,
    Not,
    Or,
    Query,
    Words,
)
from reader.patterns import lazy
from reader.yamlfile import nearest

MAX_LENGTH = 10_000
"""Code points of a query."""

MAX_DEPTH = 20
"""Parentheses in parentheses."""

MAX_TERMS = 250
"""Words, phrases and fields."""

_NO_CHARACTER = lazy("[\x00-\x1f\x7f]")
_SURROGATE = lazy("[\ud800-\udfff]")
_BLANKS = lazy(r"\s*")
_WORD = lazy(r'[^\s()"“„]+')
_WORD_OF_NEAR = lazy(r'[^\s()"“„,]+')
_NAME = lazy(r"([A-Za-z]+):")
_OPERATOR = lazy(r"(AND|OR|NOT)(?![^\s()\"“„])")
_BEGUN = ("A", "AN", "O", "N", "NO")  # operators that somebody may be typing
_NEAR_INFIX = lazy(r"NEAR(?:/(\d*))?(?![^\s()\"“„])")
_NOT_IN_NEAR = lazy(r"[(/]|(?:AND|OR|NOT)(?![^\s()\"“„])")
_NEAR_GROUP = lazy(r"NEAR\s*\(")
_MINUS = lazy(r"-(?=[^\s)-])")
_REGEX = lazy(r"/((?:[^\\/]|\\.)*)(/?)", re.S)
_FLAGS = lazy(r"[^\s()]*")
_QUOTES = {'"': '"', "“": "”", "„": "“”"}


class _Quoted(NamedTuple):
    text: str
    prefix: bool
    closed: bool


def parse(text: str, *, typing: bool = False) -> Query:
    """The tree of a query.

    Args:
        typing: whether somebody is still at it: a last bare word that the query ends with may go on, and what is unfinished at
            the end is finished or left out.

    Raises:
        QueryError: it cannot be understood, or it is too long.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"a query has at most {MAX_LENGTH:,} characters; this has {len(text):,}", MAX_LENGTH, len(text)
        )
    text = _SURROGATE.sub("\ufffd", _NO_CHARACTER.sub(" ", text))
    return _Parser(text, typing).query()


class _Parser:
    def __init__(self, text: str, typing: bool) -> None:
        self.text = text
        self.typing = typing
        self.at = 0
        self.depth = 0
        self.terms = 0

    def query(self) -> Query:
        found = self.either("")
        if self.at < len(self.text):
            raise QueryError("this parenthesis closes none", self.at, self.at + 1, 'quote it if it is meant: ")"')
        if found is not None:
            return found
        if self.text.strip() and not self.typing:
            start = len(self.text) - len(self.text.lstrip())
            raise QueryError(
                "there is no letter or digit here to look for", start, len(self.text.rstrip()),
                "signs are found by a regular expression: /…/",
            )  # fmt: skip
        return Everything()

    # -- AND, OR, NOT ---------------------------------------------------------------------------------------------

    def either(self, name: str) -> Query | None:
        """Parts between ORs, up to a closing parenthesis or the end; None when there are none."""
        parts: list[Query] = []
        operator: tuple[int, int] | None = None
        while True:
            part = self.both(name)
            if part is not None:
                parts.append(part)
            elif operator is not None and not self.unfinished():
                raise QueryError("after OR, something to look for is missing", *operator, _AS_A_WORD.format("or"))
            operator = self.operator("OR")
            if operator is None:
                break
            if part is None:
                raise QueryError("before OR, something to look for is missing", *operator, _AS_A_WORD.format("or"))
        flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
        return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None

    def both(self, name: str) -> Query | None:
        """Parts that must all hold, up to OR, a closing parenthesis or the end; None when there are none."""
        parts: list[Query] = []
        operator: tuple[int, int] | None = None
        while True:
            self.blanks()
            if self.at >= len(self.text) or self.text[self.at] == ")" or self.sees("OR"):
                break
            again = self.operator("AND")
            if again is not None:
                if not parts or operator is not None:
                    raise QueryError("before AND, something to look for is missing", *again, _AS_A_WORD.format("and"))
                operator = again
                continue
            part = self.negated(name)
            if part is not None:
                parts.append(part)
                operator = None
        if operator is not None and not self.unfinished():
            raise QueryError("after AND, something to look for is missing", *operator, _AS_A_WORD.format("and"))
        flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
        return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None

    def negated(self, name: str) -> Query | None:
        negative = False
        operator: tuple[int, int] | None = None
        while True:
            self.blanks()
            if (found := self.operator("NOT")) is not None:
                operator = found
            elif (minus := _MINUS.match(self.text, self.at)) is not None:
                operator = minus.span()
                self.at = minus.end()
            else:
                break
            negative = not negative
        ends = self.at >= len(self.text) or self.text[self.at] == ")" or self.sees("AND") or self.sees("OR")
        part = None if ends else self.single(name)
        if part is None:
            if operator is not None and not self.unfinished():
                sign = self.text[operator[0] : operator[1]]
                hint = _AS_A_WORD.format("not") if sign == "NOT" else ""
                raise QueryError(f"after {sign}, something to look for is missing", *operator, hint)
            return None
        if negative:
            return part.part if isinstance(part, Not) else Not(part)
        return part

    # -- one thing ------------------------------------------------------------------------------------------------

    def single(self, name: str) -> Query | None:
        """One thing to look for; None for signs without a letter or digit, and for what is not typed yet."""
        char = self.text[self.at]
        if char == "(":
            return self.group(name)
        if name in ("", "title"):
            return self.textual("title" if name else "")
        return self.value(name)

    def group(self, name: str) -> Query | None:
        opened = self.at
        if self.depth >= MAX_DEPTH:
            raise QueryError(f"parentheses stand at most {MAX_DEPTH} deep", opened, opened + 1)
        self.at += 1
        self.depth += 1
        found = self.either(name)
        self.depth -= 1
        if self.at < len(self.text):
            self.at += 1
        elif not self.typing:
            raise QueryError("this parenthesis is not closed", opened, opened + 1, 'quote it if it is meant: "("')
        if found is None and not self.unfinished():
            raise QueryError("there is nothing to look for between these parentheses", opened, self.at)
        return found

    def textual(self, column: Column) -> Query | None:
        """Words, a phrase, a NEAR, a regular expression; outside of a field, also a field."""
        start = self.at
        if (match := _NEAR_GROUP.match(self.text, start)) is not None:
            self.at = match.end()
            return self.near_group(start, column)
        if self.text[start] == "/" and self.text[start : start + 2] not in ("//", "/"):
            return self.regex(column)
        if (match := _NEAR_INFIX.match(self.text, start)) is not None:
            if self.typing and not self.text[match.end() :].strip():
                self.at = match.end()
                return None
            raise QueryError("NEAR stands between two words or phrases", *match.span(), "ceasefire NEAR/8 Idlib")
        if (match := _NAME.match(self.text, start)) is not None and self.is_field(match, column):
            return self.named(match)
        words = self.words(column, _WORD)
        return None if words is None else self.near_chain(words, start)

    def words(self, column: Column, word: re.Pattern[str]) -> Words | None:
        """A word or phrase; None for one without letter or digit."""
        start = self.at
        quoted = self.quoted() if self.text[start] in _QUOTES else self.bare(word)
        text = quoted.text
        if not words_of(text):
            if quoted.closed and self.text[start] in _QUOTES and not self.unfinished():
                hint = "signs are found by a regular expression: /…/"
                raise QueryError("there is no letter or digit here to look for", start, self.at, hint)
            return None
        self.count(start)
        return Words(text, quoted.prefix, column)

    def bare(self, word: re.Pattern[str]) -> _Quoted:
        start = self.at
        match = word.match(self.text, start)
        if match is None:  # a comma within NEAR, a closing quote
            self.at += 1
            return _Quoted("", False, True)
        self.at = match.end()
        text = match[0].rstrip("*")
        star = text.find("*")
        if star >= 0 and words_of(text):
            place = start + star
            hint = "for parts of words, a regular expression: /cease.?fire/"
            raise QueryError("`*` stands only at the end of a word", place, place + 1, hint)
        return _Quoted(text, len(text) < len(match[0]) or self.ends_at(self.at), True)

    def quoted(self) -> _Quoted:
        """What stands between quotes, a quote in it doubled; a `*` before or after the closing one makes its last word a prefix."""
        start = self.at
        opening = self.text[start]
        closing = _QUOTES[opening]
        parts: list[str] = []
        at = start + 1
        while True:
            end = min((place for char in closing if (place := self.text.find(char, at)) >= 0), default=-1)
            if end < 0:
                if not self.typing:
                    raise QueryError("this quote is not closed", start, start + 1)
                parts.append(self.text[at:])
                self.at = len(self.text)
                break
            parts.append(self.text[at:end])
            if opening == '"' and self.text.startswith('""', end):
                parts.append('"')
                at = end + 2
                continue
            self.at = end + 1
            break
        text = "".join(parts)
        inner = text.rstrip("*")
        starred = len(inner) < len(text) or self.text.startswith("*", self.at)
        while self.text.startswith("*", self.at):
            self.at += 1
        return _Quoted(inner, starred or end < 0, end >= 0)

    # -- NEAR -----------------------------------------------------------------------------------------------------

    def near_group(self, start: int, column: Column) -> Query | None:
        phrases: list[Words] = []
        within = WITHIN
        while True:
            self.blanks()
            if self.at >= len(self.text):
                if not self.typing:
                    raise QueryError("this NEAR is not closed", start, len(self.text), "NEAR(ceasefire Idlib, 8)")
                break
            char = self.text[self.at]
            if char == ")":
                self.at += 1
                break
            if char == "," and (match := re.compile(r",\s*(\d+)\s*(?=\)|$)").match(self.text, self.at)):
                within = self.within(match[1], match.start(1))
                self.at = match.end()
                continue
            if (other := _NOT_IN_NEAR.match(self.text, self.at)) is not None:
                raise QueryError("NEAR takes words and phrases only", *other.span(), "NEAR(ceasefire Idlib, 8)")
            phrase = self.words("", _WORD_OF_NEAR)
            if phrase is not None:
                phrases.append(phrase)
        return near(phrases, within, column, start, self.at, typing=self.unfinished())

    def near_chain(self, first: Words, start: int) -> Query | None:
        """`first`, or the NEAR that it is the first phrase of: `a NEAR/8 "b c"`."""
        phrases = [first]
        within: int | None = None
        while True:
            back = self.at
            self.blanks()
            match = _NEAR_INFIX.match(self.text, self.at)
            if match is None or _NEAR_GROUP.match(self.text, self.at):
                self.at = back
                break
            self.at = match.end()
            if self.ends_at(self.at):
                break
            if match[1] == "":
                raise QueryError("NEAR/ needs a number of words", *match.span(), "ceasefire NEAR/8 Idlib")
            number = self.within(match[1], match.start(1)) if match[1] else WITHIN
            if within not in (None, number):
                raise QueryError("phrases near each other take one number", *match.span(), f"NEAR/{within}")
            within = number
            self.blanks()
            if self.unfinished():
                break
            phrase = None
            if self.at < len(self.text) and self.text[self.at] not in "()/" and not self.at_operator():
                phrase = self.words(first.column, _WORD)
            if phrase is None:
                if self.unfinished():
                    break
                raise QueryError("NEAR stands between two words or phrases", *match.span(), "ceasefire NEAR/8 Idlib")
            phrases.append(phrase)
        if len(phrases) == 1:
            return first
        bare = tuple(Words(phrase.text, phrase.prefix) for phrase in phrases)
        return Near(bare, WITHIN if within is None else within, first.column)

    def at_operator(self) -> bool:
        return bool(_OPERATOR.match(self.text, self.at) or _NEAR_INFIX.match(self.text, self.at))

    def within(self, number: str, start: int) -> int:
        if len(number) > 4:
            raise QueryError("NEAR counts at most 9999 words", start, start + len(number))
        return int(number)

    # -- fields, regular expressions ------------------------------------------------------------------------------

    def is_field(self, match: re.Match[str], column: Column) -> bool:
        """Whether a field's name was matched, and not a word with a colon after it; raises QueryError for a misspelt one."""
        if match[1].lower() in FIELDS:
            if column:
                raise QueryError("a field stands in no other field", *match.span())
            return True
        hint = nearest(match[1].lower(), FIELDS)
        likely = hint.startswith("did you mean")
        follows = self.text[match.end() : match.end() + 1]
        if column or ((not follows or follows.isspace()) and not likely):
            return False
        word = _WORD.match(self.text, match.start())
        as_words = f'as words: "{word[0] if word else match[0]}"'
        raise QueryError(f"there is no field `{match[1]}:`", *match.span(), hint if likely else as_words)

    def named(self, match: re.Match[str]) -> Query | None:
        """The field whose name was matched, with its value or values."""
        name = match[1].lower()
        self.at = match.end()
        follows = self.text[self.at : self.at + 1]
        if not follows or follows.isspace() or follows == ")":
            if self.unfinished():
                self.at = len(self.text)
                return None
            raise QueryError(f"`{name}:` needs a value right after the colon", *match.span(), _EXAMPLES[name])
        found = self.single(name)
        if found is None and not self.unfinished():
            raise QueryError(f"`{name}:` needs a value", match.start(), self.at, _EXAMPLES[name])
        return found

    def value(self, name: str) -> Query | None:
        """A value of a field."""
        start = self.at
        if (match := _NAME.match(self.text, start)) is not None and match[1].lower() in FIELDS:
            raise QueryError("a field stands in no other field", *match.span())
        if self.text[start] in _QUOTES:
            found = self.quoted()
        else:
            word = _WORD.match(self.text, start)
            self.at = word.end() if word else start + 1
            text = self.text[start : self.at].rstrip("*")
            found = _Quoted(text, start + len(text) < self.at or self.ends_at(self.at), True)
        typing = self.ends_at(self.at)
        if not found.text.strip() or (typing and self.depth and found.text in _BEGUN):
            if self.unfinished():
                return None
            raise QueryError(f"`{name}:` needs a value", start, self.at, _EXAMPLES[name])
        self.count(start)
        starred = self.text[start : self.at].rstrip('"”“').endswith("*")
        return field(name, found.text, found.prefix, starred, start, self.at, typing=typing)

    def regex(self, column: Column) -> Query | None:
        start = self.at
        match = _REGEX.match(self.text, start)
        assert match is not None
        self.at = match.end()
        flags = ""
        if match[2]:
            written = _FLAGS.match(self.text, self.at)
            flags = written[0] if written else ""
            if flags not in ("", "i"):
                hint = "`i` ignores case; a slash within the expression is written \\/"
                raise QueryError(f"no such flag: {flags[:20]!r}", self.at, self.at + len(flags), hint)
            self.at += len(flags)
        elif not self.typing:
            hint = 'end it with a slash; to look for a word with one, quote it: "/…"'
            raise QueryError("this regular expression is not closed", start, start + 1, hint)
        self.count(start)
        return pattern(match[1], flags == "i", column, start + 1, unfinished=not match[2])

    # -- the text -------------------------------------------------------------------------------------------------

    def blanks(self) -> None:
        match = _BLANKS.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def sees(self, operator: str) -> bool:
        match = _OPERATOR.match(self.text, self.at)
        return match is not None and match[1] == operator

    def operator(self, operator: str) -> tuple[int, int] | None:
        """Step over an operator; its place, None when another thing stands here."""
        if not self.sees(operator):
            return None
        start = self.at
        self.at += len(operator)
        return start, self.at

    def ends_at(self, end: int) -> bool:
        """Whether the query is still typed at and ends at `end`."""
        return self.typing and end == len(self.text)

    def unfinished(self) -> bool:
        """Whether the query is still typed at and nothing follows."""
        return self.typing and not self.text[self.at :].strip()

    def count(self, start: int) -> None:
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise QueryError(f"a query has at most {MAX_TERMS} words, phrases and fields", start, len(self.text))


_AS_A_WORD = "lower-case `{}` is a word"
_EXAMPLES = {
    "title": "title:ceasefire",
    "label": "label:casualty",
    "entity": 'entity:"Idlib"',
    "date": "date:2020-03",
    "status": "status:new",
    "source": "source:reuters",
    "annotator": "annotator:bo",
    "language": "language:en",
    "id": "id:seeds/002*",
    "is": "is:flagged, is:suggested",
}
