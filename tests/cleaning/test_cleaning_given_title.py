"""A title that a table's own column gives."""

import pytest

from reader.cleaning import clean
from reader.corpus.document import Document, Metadata

BODY = "Officials said on Monday that the talks would go on. Nobody was hurt, they added, and the town was quiet."


@pytest.mark.parametrize(
    ("text", "given", "title", "role"),
    [
        (f"Talks to go on\n\n{BODY}", "Short feed title", "Short feed title", "paragraph"),
        (f"Talks to go on\n\n{BODY}", "Talks to go on", "Talks to go on", "title"),
        (f"Talks to go on\n\n{BODY}", "", "Talks to go on", "title"),
        ("Text evil", "Evil", "Evil", "paragraph"),
    ],
)
def test_the_given_title_is_the_title(text, given, title, role):
    article = clean(Document("x", "x.jsonl", text, Metadata(title=given), row=1))
    assert (article.title, article.blocks[0].role) == (title, role)
