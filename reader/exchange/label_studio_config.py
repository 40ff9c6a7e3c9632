"""Label Studio's labeling configuration for the tasks of an export: which names and labels its results may have.

Source: https://labelstud.io/tags, the pages of View, Labels, Relations, Choices, TextArea and Text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from xml.sax.saxutils import quoteattr

from reader.labels import Label, Scheme

#: Names that results have in `from_name` and `to_name`.
TEXT = "text"
LABEL = "label"
ARTICLE = "article-labels"
ATTRIBUTE = "attribute-"  # and its name

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def values_of(scheme: Scheme) -> dict[str, dict[str, list[str]]]:
    """Attribute → the values it may have, each with the labels that may have them, in the order of the scheme."""
    values: dict[str, dict[str, list[str]]] = {}
    for label in scheme.for_passages:
        for name, allowed in scheme.attributes_of(label.name).items():
            for value in allowed:
                values.setdefault(name, {}).setdefault(value, []).append(label.name)
    return values


def config(scheme: Scheme, labels: Collection[str], of_articles: Collection[str], links: Collection[str]) -> str:
    """The configuration: the scheme's labels, then those of tags and of whole articles that it has not; the types of links."""
    known = {label.name for label in scheme.for_passages}
    unknown = (Label(name) for name in sorted(set(labels) - known))
    of_article = [label.name for label in scheme.for_articles]
    of_article += sorted(set(of_articles).difference(of_article))
    lines = ["<View>"]
    lines += ["  <Style>.htx-text { white-space: pre-wrap; }</Style>"]  # else white space is trimmed, and offsets move
    lines += ['  <Header value="$title" size="5"/>']
    lines += [f"  <Labels name={_quoted(LABEL)} toName={_quoted(TEXT)}>"]
    lines += [f"    {_label(label, scheme)}" for label in (*scheme.for_passages, *unknown)]
    lines += ["  </Labels>"]
    if types := sorted(filter(None, links)):
        lines += ["  <Relations>"]
        lines += [f"    <Relation value={_quoted(name)}/>" for name in types]
        lines += ["  </Relations>"]
    lines += [f'  <Text name={_quoted(TEXT)} value="$text" granularity="word"/>']
    if of_article:
        lines += _choices(ARTICLE, of_article, 'choice="multiple" showInline="true"')
    for name, values in values_of(scheme).items():
        having = dict.fromkeys(label for labels_of in values.values() for label in labels_of)
        when = f'visibleWhen="region-selected" whenLabelValue={_quoted(",".join(having))}'
        lines += [f"  <View {when}>", f'    <Header value={_quoted(name)} size="6"/>']
        lines += [f"  {line}" for line in _choices(ATTRIBUTE + name, values, 'perRegion="true" showInline="true"')]
        lines += ["  </View>"]
    lines += ["</View>"]
    return "\n".join(lines) + "\n"


def _label(label: Label, scheme: Scheme) -> str:
    colour = _quoted(scheme.colour(scheme.index(label.name)))
    key = f" hotkey={_quoted(label.key)}" if label.key else ""
    hint = f" hint={_quoted(label.description)}" if label.description else ""
    return f"<Label value={_quoted(label.name)} background={colour}{key}{hint}/>"


def _choices(name: str, values: Iterable[str], how: str) -> Sequence[str]:
    return [
        f"  <Choices name={_quoted(name)} toName={_quoted(TEXT)} {how}>",
        *(f"    <Choice value={_quoted(value)}/>" for value in values),
        "  </Choices>",
    ]


def _quoted(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
