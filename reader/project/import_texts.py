"""The texts of a file that is imported: read to its end, their spans made sound, their labels settled, before anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from reader.errors import Problem, UsageError
from reader.exchange.format import Format, ReadOptions
from reader.exchange.incoming import FURTHEST, Incoming, IncomingError
from reader.exchange.kept import Kept
from reader.exchange.offsets import UNITS, Counting, Sound, sound
from reader.exchange.source import missing_splits, sources
from reader.project.import_labels import Labels, settled
from reader.project.import_report import Telling
from reader.project.place import Project
from reader.text.counts import counted
from reader.text.spans import Span
from reader.text.word_edges import cuts_a_word


@dataclass(frozen=True)
class Choice:
    """How a file is imported.

    Attributes:
        suggest: as suggestions, not as tags.
        doubtful: what is in doubt as suggestions; else it is left out and said.
        counting: what offsets count.
        mapping: label of the file → label here, or None to leave it out.
        add_labels: labels that the scheme does not know are put into it.
        of: annotators of the file whose spans are taken; empty for all.
        as_is: the corpus is taken as already clean.
        dry: nothing is written.
    """

    suggest: bool = False
    doubtful: bool = False
    counting: Counting = "auto"
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    add_labels: bool = False
    of: tuple[str, ...] = ()
    as_is: bool = False
    dry: bool = False


class Text(msgspec.Struct, frozen=True):
    """A text of the file, as it waits for its article.

    Attributes:
        numbers, corrected: as `offsets.sound` gives them.
        refused: how many of its spans cannot be any.
    """

    incoming: Incoming
    numbers: tuple[int, ...]
    corrected: tuple[int, ...] = ()
    refused: int = 0


def read_texts(
    project: Project, format: Format, path: Path, place: Path, choice: Choice, telling: Telling, into: Kept[Text]
) -> Labels:
    """Read all of a file, and keep its texts; what becomes of their labels.

    Args:
        path: as it was named.
        place: the file or folder that the format reads.

    Raises:
        IncomingError, UnknownLabels, UsageError: nothing may be imported of it.
    """
    report = telling.report
    passages: dict[str, str] = {}  # label → where it stands first
    wholes: dict[str, str] = {}
    otherwise: dict[Counting, Counter[str]] = {"utf-16": Counter(), "bytes": Counter()}
    unquoted: Counter[bool] = Counter()  # whether they cut a word
    for incoming in _incoming(format, path, place):
        report.texts += 1
        telling.progress("text", report.texts)
        report.spans += len(incoming.spans)
        report.annotators[incoming.annotator] += 1
        if choice.of and incoming.annotator not in choice.of:
            report.left_out += len(incoming.spans)
            continue
        found = sound(incoming, choice.counting)
        where = f"{incoming.path}:{incoming.line}" if incoming.line else str(incoming.path)
        if found.utf_16:
            otherwise["utf-16"][where] += found.utf_16
        if found.bytes:
            otherwise["bytes"][where] += found.bytes
        unquoted.update(_cuts(incoming, found))
        if not any(otherwise.values()):  # else nothing is imported, for one reason
            for number, span, reason in found.refused:
                telling.span("refused", incoming, reason, number, span)
        for note in incoming.notes:
            report.unread += 1
            telling.text("unread", incoming, note)
        for places, names in (
            (passages, {span.label for span in found.incoming.spans}),
            (wholes, found.incoming.labels),
        ):
            for name in names:
                places.setdefault(name, where)
        into.add(Text(found.incoming, found.numbers, found.corrected, len(found.refused)))
    if not report.texts:
        raise UsageError("there is no text in it", path=path)
    report.problems += (
        Problem(f"the export says that it has a part {name!r}, which is not in the folder", path)
        for name in missing_splits(place, format)
    )
    _refuse_other_names(report.annotators, choice.of)
    for counting, counts in otherwise.items():
        if counts:
            raise UsageError(
                f"the offsets of {counted(counts.total(), 'span')} fit the quoted words only when they count"
                f" {UNITS[counting]}, the first in {next(iter(counts))}; nothing was imported",
                hint=f"--offsets {counting} takes them so; --offsets code-points takes each of these where its words stand once",
            )
    if unquoted[True] * 3 > unquoted.total():
        report.notes.append(
            f"{unquoted[True]:,} of {counted(unquoted.total(), 'span')} without quoted words begin or end within a word:"
            " their offsets may count something else (--offsets)"
        )
    labels = settled(passages, wholes, project.scheme, choice.mapping, add=choice.add_labels)
    report.added_labels = [label.name for label in labels.new]
    report.notes += labels.notes
    several = sorted(name for name in report.annotators if name)
    if len(several) > 1 and len(choice.of) != 1:
        taken = [name for name in several if not choice.of or name in choice.of]
        report.notes.append(f"tags of {', '.join(taken)} become those of one: {project.annotator}")
    return labels


def _cuts(incoming: Incoming, found: Sound) -> Iterator[bool]:
    """Whether each sound span without quoted words cuts a word of its text."""
    for number, span in zip(found.numbers, found.incoming.spans, strict=True):
        if incoming.text and not incoming.spans[number].text:
            yield cuts_a_word(incoming.text, Span(span.start, span.end))


def _refuse_other_names(there: Mapping[str, int], wanted: Sequence[str]) -> None:
    names = sorted(name for name in there if name)
    if missing := [name for name in wanted if name not in there]:
        hint = f"it names: {', '.join(names)}" if names else "it names no annotator"
        raise UsageError(f"the file has nothing of {', '.join(map(repr, missing))}", hint=hint)


def _incoming(format: Format, path: Path, place: Path) -> Iterator[Incoming]:
    """The texts of the file, each with the name that a person gave it in the place of a temporary one."""

    def named(file: Path | None) -> Path:
        return path if file is None or not file.is_relative_to(place) else path / file.relative_to(place)

    try:
        for source in sources(place, format):
            for incoming in format.read(source, ReadOptions()):
                if not 0 <= incoming.start <= FURTHEST:
                    why = "the file says that its text begins at a place of the article that cannot be"
                    raise IncomingError(why, path=incoming.path, line=incoming.line)
                yield incoming if place == path else replace(incoming, path=named(incoming.path))
    except IncomingError as error:
        problem = error.problem
        raise IncomingError(
            problem.message, path=named(problem.path), line=problem.line, column=problem.column, hint=problem.hint
        ) from error
    except RecursionError as error:
        raise IncomingError("this is nested too deeply", path=path) from error
    except (UnicodeDecodeError, OSError) as error:
        raise IncomingError(f"it cannot be read: {error}", path=path) from error
