"""All cleaning rules, in the order in which they run; a rule's name is what stands in the receipt.

A rule is a pure function from a page to findings. To add one: write the function in the module that fits, give it a
docstring that says what it takes, and list it here.
"""

from __future__ import annotations

from reader.cleaning import credits, furniture, places
from reader.cleaning.line_model import line_model
from reader.cleaning.page import Rule

#: Run before the body run is looked for: each needs only the line itself.
BY_WORDS: tuple[Rule, ...] = (
    furniture.date_stamp,
    furniture.glued_headline,
    furniture.icon_names,
    furniture.code,
    furniture.address,
    furniture.signs,
    furniture.date_line,
    credits.source_line,
    credits.byline,
    furniture.rights,
    credits.caption,
    furniture.share_words,
    furniture.section,
    furniture.more_marker,
    furniture.cookies,
    furniture.newsletter,
)

#: Run once the headline, the body run and each line's likelihood are known.
BY_PLACE: tuple[Rule, ...] = (
    places.repeated_title,
    credits.bare_name,
    places.dated_line,
    line_model,
)

RULES: tuple[Rule, ...] = BY_WORDS + BY_PLACE
