"""The type system of our CAS files, in the terms of dkpro-cassis (extra `cas`), and what of other type systems is a tag for us.

webanno.custom.Passage            an annotation: label, tag (its id), note, attributes (a JSON object), each a string
webanno.custom.PassageLink        an annotation on its source: Governor (source) and Dependent (target), label, as INCEpTION's
webanno.custom.ArticleMetadata    an annotation on the whole text: articleId, annotator, textSha256, offset, labels, note,
                                  status, done (a JSON object)
"""

from __future__ import annotations

from typing import Any

from reader.errors import MissingExtra
from reader.exchange.uima_labels import ATTRIBUTES, LABEL, LINK, NOTE, PASSAGE, TAG

ARTICLE = "webanno.custom.ArticleMetadata"
SOURCE, TARGET = "Governor", "Dependent"
_ANNOTATION = "uima.tcas.Annotation"
_STRING = "uima.cas.String"
#: Layers of DKPro Core that have values and are no passages: words, their forms and kinds, what is said of the document.
_LINGUISTIC = tuple(
    f"de.tudarmstadt.ukp.dkpro.core.api.{one}." for one in ("segmentation", "lexmorph", "syntax", "metadata")
)


def cassis() -> Any:
    """The package.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import cassis
    except ImportError as error:
        raise MissingExtra("the format `cas`", "cas") from error
    return cassis


def our_types() -> Any:
    """The type system."""
    types = cassis().TypeSystem()
    passage = types.create_type(PASSAGE, _ANNOTATION, description="A tag: a labelled passage of an article")
    for name in (LABEL, TAG, NOTE, ATTRIBUTES):
        types.create_feature(passage, name, _STRING)
    link = types.create_type(LINK, _ANNOTATION, description="A directed relation between two passages")
    types.create_feature(link, SOURCE, PASSAGE)
    types.create_feature(link, TARGET, PASSAGE)
    types.create_feature(link, LABEL, _STRING)
    article = types.create_type(ARTICLE, _ANNOTATION, description="What is said of the whole article")
    for name in ("articleId", "annotator", "textSha256", NOTE, "status", "done"):
        types.create_feature(article, name, _STRING)
    types.create_feature(article, "offset", "uima.cas.Integer", description="Where the text begins in the article's")
    types.create_feature(article, "labels", "uima.cas.StringArray")
    types.create_feature(
        article, "replaced", "uima.cas.Boolean", description="Whether characters that XML refuses became U+FFFD"
    )
    return types


def is_passage(type: Any) -> bool:
    """Whether annotations of a type are tags for us: those of our own, of a layer of INCEpTION, or with a label or a value."""
    name: str = type.name
    if name == PASSAGE:
        return True
    if name == ARTICLE or name.startswith(_LINGUISTIC) or is_link(type):
        return False
    features = {feature.name for feature in type.all_features}
    return name.startswith("webanno.custom.") or bool(features & {LABEL, "value"})


def is_link(type: Any) -> bool:
    """Whether annotations of a type join two others."""
    return {SOURCE, TARGET} <= {feature.name for feature in type.all_features}
