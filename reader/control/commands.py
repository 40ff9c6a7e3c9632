"""The one table of commands.

Each row declares a command once; its binding, its line in the help, its entry in the command palette, its place in the footer and
its id in keymaps all come from here. What a command does is found by its id: `ui` has one handler for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Context = Literal["anywhere", "library", "article", "review", "everywhere", "raw"]
CONTEXTS: tuple[Context, ...] = ("anywhere", "library", "article", "review", "everywhere", "raw")

# Where what is not bound is looked for next: under review, the article's own keys go on moving the selection.
BEHIND: Mapping[Context, tuple[Context, ...]] = {
    "anywhere": ("anywhere",),
    "library": ("library", "anywhere"),
    "article": ("article", "anywhere"),
    "review": ("review", "article", "anywhere"),
    "everywhere": ("everywhere", "article", "anywhere"),
    "raw": ("raw", "anywhere"),
}

DIGITS = tuple("1234567890")

_COUNTED = (
    *("move.", "extend.", "nudge.", "view.page.", "select.grow", "select.shrink"),
    *("library.down", "library.up", "library.page.", "raw.down", "raw.up", "raw.page.", "raw.extend."),
)


class Command(msgspec.Struct, frozen=True):
    """One command.

    Attributes:
        id: its name in keymaps.
        title: what palette and help call it.
        group: the help's heading.
        keys: default keys; a sequence of two has a blank between them. Some commands have none and are in the palette.
        context: where it applies; `anywhere` is overruled by the pane that has the keyboard.
        help: one more sentence where the title does not say it all.
        footer: the footer's word for it; "" keeps it out of the footer.
    """

    id: str
    title: str
    group: str
    keys: tuple[str, ...]
    context: Context
    help: str = ""
    footer: str = ""

    @property
    def takes_count(self) -> bool:
        """Whether it runs as many times as a count before it says."""
        return self.id.startswith(_COUNTED)


def _rows(context: Context, group: str, *rows: tuple[str, ...]) -> list[Command]:
    out = []
    for row in rows:
        id_, keys, title, help_, footer = (*row, "", "")[:5]
        out.append(Command(id_, title, group, tuple(_keys(keys)), context, help_, footer))
    return out


def _keys(text: str) -> list[str]:
    """Keys are written with `|` between them, since a blank joins a sequence."""
    return [key for key in text.split("|") if key]


COMMANDS: tuple[Command, ...] = tuple(
    _rows(
        "article",
        "Jump",
        (
            "jump.word",
            "",
            "to the nearest word that begins with a letter",
            "The others show a letter: with it to that word, with its capital from there to an end.",
        ),
        ("jump.sign", "#", "to the nearest figure or sign"),
        (
            "jump.letter",
            "f",
            "jump, then the letter",
            "Without Shift; in other scripts every word shows its letters.",
            "jump",
        ),
        ("jump.letter.from", "", "jump, then the letter, then the end"),
        (
            "jump.ends",
            ";",
            "choose the end of what is held",
            "By the letter behind it; a tag that is held ends there.",
            "end",
        ),
        ("jump.next", "", "the next word of the last jump"),
        ("jump.previous", "", "the word before of the last jump"),
    )
    + _rows(
        "article",
        "Search",
        (
            "search.here",
            "/",
            "search this article",
            "As it is typed; case and accents are folded, a capital minds the case. ↑ ↓ walk, Enter stays, Esc goes back.",
            "search",
        ),
        (
            "search.next",
            "n",
            "next place of what was searched for",
            "Before anything was, the next suggestion. Round the end; Backspace after it: the one before.",
        ),
        ("search.previous", "", "the place before of what was searched for"),
    )
    + _rows(
        "article",
        "Move the selection",
        ("move.word.next", "w", "next word", "From a held sentence: its first word."),
        ("move.word.past", "right", "next word past what is held"),
        ("move.word.previous", "b|left", "previous word"),
        ("move.sentence.next", "s", "next sentence", "Selected whole.", "sentence"),
        ("move.sentence.previous", "", "previous sentence"),
        ("move.entity.next", "e", "next entity", "Selected whole.", "entity"),
        ("move.entity.previous", "", "previous entity"),
        ("move.phrase.next", "h", "next phrase", "A run of naming words without its article: “Syrian state media”."),
        ("move.phrase.previous", "", "previous phrase"),
        ("move.clause.next", "c", "next clause"),
        ("move.clause.previous", "", "previous clause"),
        ("move.paragraph.next", "p", "next paragraph"),
        ("move.paragraph.previous", "", "previous paragraph"),
        ("move.quotation.next", '"', "next quotation", "What stands between quotation marks, without them."),
        ("move.quotation.previous", "", "previous quotation"),
        ("move.back", "backspace", "the last motion, backwards"),
        ("move.row.down", "j|down", "down a line"),
        ("move.row.up", "k|up", "up a line"),
        ("move.first", "home", "start of the article"),
        ("move.last", "end", "end of the article"),
        (
            "view.page.down",
            "space|pagedown",
            "a page down",
            "What is held comes along when it would be out of sight.",
        ),
        ("view.page.up", "pageup", "a page up"),
    )
    + _rows(
        "article",
        "Shape the selection",
        ("select.grow", "+|=", "grow: word, phrase, clause, sentence, paragraph", "", "grow"),
        ("select.shrink", "-", "shrink, the same way back"),
        ("select.word", "", "hold the word here"),
        ("select.sentence", "", "hold the whole sentence"),
        ("select.paragraph", "", "hold the whole paragraph"),
        ("select.quotation", "", "hold the whole quotation"),
        ("select.extend", "v", "extend: motions move one end", "", "extend"),
        ("select.swap", "o", "extend the other end"),
        ("extend.word.next", "shift+right", "extend by a word"),
        ("extend.word.previous", "shift+left", "extend back by a word"),
        ("extend.row.down", "shift+down", "extend by a line"),
        ("extend.row.up", "shift+up", "extend back by a line"),
        (
            "nudge.end.later",
            ">",
            "end one word later",
            "Where exactly a tag's passage is held, its end goes along; its note and links stay.",
        ),
        ("nudge.end.earlier", "<", "end one word earlier"),
        ("nudge.start.earlier", "{|g <", "start one word earlier"),
        ("nudge.start.later", "}|g >", "start one word later"),
        ("nudge.end.char.later", "ctrl+right", "end one character later"),
        ("nudge.end.char.earlier", "ctrl+left", "end one character earlier"),
        ("nudge.start.char.earlier", "ctrl+shift+left", "start one character earlier"),
        ("nudge.start.char.later", "ctrl+shift+right", "start one character later"),
        ("select.release", "escape", "stop extending; hold a word again"),
    )
    + _rows(
        "article",
        "Tag",
        (
            "tag.digit",
            "|".join(DIGITS),
            "tag with the label of that digit",
            "The first ten labels, in the scheme's order.",
        ),
        ("tag.choose", "t", "tag: choose a label", "Shows each label's rule; its own key tags at once.", "labels"),
        ("tag.again", ".", "tag with the last label again"),
        (
            "tag.remove",
            "x|delete",
            "remove the tag",
            "The one on what is held (the last made), else the innermost round it, else the only one in it.",
            "remove",
        ),
        ("tag.relabel", "r", "give the tag another label", "The same tag that would be removed."),
        ("tag.next", "g t|ctrl+down", "next tag"),
        ("tag.previous", "g b|ctrl+up", "previous tag"),
        (
            "tag.carry",
            "g w",
            "carry the tags to the copies of the article",
            "To near-duplicates in which the passages stand. One undo takes all of it back.",
        ),
        (
            "tag.describe",
            "a",
            "attributes and note of the tag",
            "The same tag that would be removed. The scheme says which attributes its label has.",
        ),
        (
            "tag.link",
            "l",
            "link this tag to another one",
            "Pressed on the tag that the link leads from, then on the other one; Esc drops it.",
        ),
        (
            "tag.list",
            "i",
            "list of the article's tags",
            "To walk, filter, remove, relabel; links are removed there, suggestions taken over or dismissed.",
        ),
        (
            "tag.everywhere",
            "*",
            "tag every occurrence of the passage here",
            "With the label of the tag that is held, else with one that you choose; each is asked about.",
        ),
        (
            "tag.everywhere.corpus",
            "g *",
            "tag every occurrence in the corpus",
            "Article by article, the newest first. One undo takes all of it back.",
        ),
        (
            "suggestion.next",
            "'",
            "next suggestion",
            "What a model or an import proposes, `?label`. Round the end; Backspace after it: the one before. n goes there"
            " too, as long as nothing was searched for.",
        ),
        ("suggestion.previous", "", "previous suggestion"),
        (
            "suggestion.take",
            "enter",
            "take over the suggestion",
            "As your tag; then the next one is held. Its label's digit does the same and stays.",
            "take over",
        ),
        ("suggestion.dismiss", "d", "dismiss the suggestion", "For you alone; undo brings it back.", "dismiss"),
        ("suggestion.restore", "", "show again what was dismissed in this article"),
        ("article.labels", "g l", "labels of the whole article"),
        ("article.note", "g a", "note on the article"),
        ("article.done", "m", "call the article done, or not yet done", "", "done"),
    )
    + _rows(
        "article",
        "Entities",
        (
            "entity.mentions",
            "z",
            "all mentions of what is held, here and in the corpus",
            "They are marked in the text; c shows every mention in the corpus, f filters the list.",
        ),
        ("entity.list", "g z", "list of the article's entities", "With kinds, counts and variants."),
        ("entity.kinds", "g k", "kinds of entities, on or off", "What is off is neither marked nor gone to."),
        ("entity.next", "", "next mention of the same thing", "Round the end of the article."),
        ("entity.previous", "", "previous mention of the same thing"),
        ("entity.corpus", "", "every mention in the corpus of what is held", "In its context, newest first."),
        ("entity.narrow", "", "filter the list by the entity that is held"),
    )
    + _rows(
        "article",
        "Look",
        ("view.raw", "\\|g r", "the raw document", "Shows what cleaning removed, and by which rule.", "raw"),
        ("view.others", "g o", "other annotators' tags, shown or not"),
        ("passage.copy", "y", "copy the passage with its citation", "By OSC 52, which most terminals take."),
    )
    + _rows(
        "review",
        "Review",
        (
            "review.place",
            "y|enter",
            "place the tag on what is held",
            "Where it is proposed, or wherever you moved.",
            "place",
        ),
        (
            "review.place.sure",
            "a",
            "place all that are nearly sure",
            "At least 90 % sure; one undo takes all of it back.",
            "all sure",
        ),
        ("review.next", "n|ctrl+down", "leave it for later, go to the next one", "", "next"),
        ("review.previous", "ctrl+up|g b", "the one before"),
        ("review.remove", "x|delete", "delete the tag", "", "delete"),
        ("review.close", "q|escape", "end the review; what is left waits", "", "end"),
    )
    + _rows(
        "everywhere",
        "Every occurrence",
        ("everywhere.tag", "y|enter", "tag this one", "What is held: where it stands, or wherever you moved.", "tag"),
        ("everywhere.skip", "n", "skip this one", "", "skip"),
        ("everywhere.all", "a", "tag all the rest here", "", "all the rest"),
        ("everywhere.back", "u|ctrl+up", "one back, and take back what was answered", "", "one back"),
        ("everywhere.close", "q|escape", "end; what was tagged stays", "", "end"),
        (
            "everywhere.way",
            "m",
            "the next way of matching",
            "Exact; case and diacritics folded; inflected forms (attack, attacks, attacked).",
            "matching",
        ),
        ("everywhere.article", "]|g n", "in the corpus: on to the next article", "", "next article"),
    )
    + _rows(
        "library",
        "Library",
        ("library.down", "j|down", "next article"),
        ("library.up", "k|up", "previous article"),
        ("library.page.down", "space|pagedown", "a page down"),
        ("library.page.up", "pageup", "a page up"),
        ("library.first", "home", "newest article"),
        ("library.last", "end", "last article"),
        ("library.open", "enter|right", "read the article", "", "read"),
        (
            "library.filter",
            "/",
            "filter the list",
            "Words, label:…, status:new, date:2020-03, source:…, entity:…; what is typed stays until it is cleared.",
            "filter",
        ),
        ("library.all", "escape", "show everything again", "", "show all"),
        ("library.entity", "e", "filter by an entity", "Who or what of the whole corpus, with completion.", "entity"),
        ("library.date", "d", "go to a date"),
        ("library.untouched", "n", "next untagged article", "", "untagged"),
        ("library.copies", "f", "copies of a story: all, or the newest alone", "≡ tells how many there are."),
    )
    + _rows(
        "raw",
        "Raw document",
        ("raw.down", "j|down", "next line", "Or the next part of a line that cleaning has cut."),
        ("raw.up", "k|up", "previous line"),
        ("raw.page.down", "space|pagedown", "a page down"),
        ("raw.page.up", "pageup", "a page up"),
        ("raw.first", "home", "start"),
        ("raw.last", "end", "end"),
        (
            "raw.next",
            "n|ctrl+down",
            "next removed passage",
            "Those that were put back by hand as well.",
            "next removed",
        ),
        ("raw.previous", "b|ctrl+up|g b", "previous removed passage"),
        (
            "raw.put.back",
            "p",
            "put it back into the article",
            "Saved for all annotators; pressed again, it is as cleaning has it.",
            "put back",
        ),
        (
            "raw.take.out",
            "x|delete",
            "take it out of the article",
            "Saved for all annotators; pressed again, it is in again.",
            "take out",
        ),
        ("raw.extend", "v", "extend: lines that follow are held too", "", "extend"),
        ("raw.extend.down", "shift+down", "extend by a line"),
        ("raw.extend.up", "shift+up", "extend back by a line"),
        ("raw.smaller", "-", "hold sentences instead of lines"),
        ("raw.larger", "+|=", "hold lines again"),
        (
            "raw.undo",
            "u",
            "take back the last amendment of this document",
            "Line, title or date, as far back as this session; the history of tags is left alone.",
            "undo",
        ),
        ("raw.redo", "ctrl+r", "amend again what was taken back"),
        ("raw.show", "enter", "read the article here"),
        ("raw.close", "\\|g r|q|escape", "back to the article", "", "back"),
    )
    + _rows(
        "article",
        "Amend",
        (
            "entity.correct",
            ",",
            "correct the entity, or make the passage one",
            "Its kind, no entity, or the same as another; here, all over the article, or in the whole corpus.",
        ),
    )
    + _rows(
        "anywhere",
        "Amend",
        (
            "article.title",
            "g i",
            "set the title by hand",
            "For all annotators; Ctrl+R in the prompt goes back to what cleaning finds.",
        ),
        ("article.date", "g y", "set the date by hand", "As the title: a day, a month or a year."),
    )
    + _rows(
        "anywhere",
        "Program",
        ("article.next", "]|g n", "next article", "", "next"),
        ("article.previous", "[|g p", "previous article"),
        ("article.untouched", "g u", "next untagged article"),
        ("article.copy", "g d", "next copy of this story", "The same story from another outlet, or nearly the same."),
        ("article.flag", "g f", "flag the article, to come back to it", "Yours alone; `is:flagged` filters by it."),
        ("article.flagged", "g j", "next flagged article"),
        ("article.page", "g x", "open the article's page in the browser", "Without a browser its URL is copied."),
        (
            "label.add",
            "g +",
            "add a label to the scheme",
            "At the end of labels.yaml, after a question. There labels are renamed too: `formerly: [old name]` under the"
            " new name, and all tags follow.",
        ),
        (
            "corpus.stop",
            "g s",
            "stop reading the corpus, or look at it again",
            "What was read stays; what was changed in the corpus since the start is found by looking again.",
        ),
        ("corpus.search", "g /", "search the corpus", "Shows what is found in its context, newest first."),
        ("history.undo", "u", "undo", "Across articles, and what was done before the program was started.", "undo"),
        ("history.redo", "ctrl+r", "redo"),
        (
            "history.list",
            "g h",
            "history: what was done, newest first",
            "Goes there, or takes back all down to a change.",
        ),
        (
            "suggestion.article",
            "g '",
            "next article with open suggestions",
            "Down the list, round its end; `is:suggested` filters by it.",
        ),
        (
            "tag.review",
            "g v",
            "review: tags whose passage is uncertain",
            "After the text of an article has changed. They are kept, and neither painted nor exported meanwhile.",
        ),
        (
            "history.clashes",
            "g c",
            "decide between yours and somebody else's",
            "What you and somebody else both changed: theirs stands until you say otherwise.",
        ),
        (
            "sitting.show",
            "g e",
            "this sitting: articles, tags, time, keys",
            "Pauses of more than two minutes are left out.",
        ),
        ("view.theme", "", "theme: dark, light or high contrast", "Until you quit; `theme` in settings.yaml keeps it."),
        ("pane.switch", "tab", "to the other pane", "", "other pane"),
        ("app.help", "?|f1", "help", "", "help"),
        ("app.settings", "g ,", "settings: each value, and where it comes from"),
        ("app.problems", "!", "what could not be read", "Documents and sheets with something wrong in them."),
        ("app.palette", "ctrl+p", "all commands"),
        ("app.back", "q", "back: from article to library, from there out", "", "back"),
        ("app.quit", "ctrl+q|ctrl+c", "quit"),
    )
)

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
