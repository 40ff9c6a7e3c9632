"""The packages that wait until something needs them: neither an import of ours nor a first paint loads one."""

LATE = {
    "pycrfsuite",
    "lxml",
    "charset_normalizer",
    "nupunkt",
    "spacy",
    "pyarrow",
    "zstandard",
    "rensa",
    "regex",
    "ftfy",
}
LATE |= {"trafilatura", "htmldate", "justext", "courlan", "lxml_html_clean"}
