"""The three parts of a training: refused where one is not wanted or has no tags, with what would give it some."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reader.errors import UsageError
from reader.exchange.split_advice import dates_for, shares_for
from reader.exchange.splitting import shares
from reader.project.export_report import Report
from reader.project.place import Project
from reader.project.splitting import ByDate, ByShare, Splitting
from reader.project.training.data import TaggedArticle
from reader.text.counts import counted

SPLITS = ("train", "dev", "test")
OURS = ("model", "config.cfg", "scores.json")  # what lies beside the parts


class TooLittleError(UsageError):
    """There is nothing to learn from, or to judge by, in one of the parts.

    Attributes:
        report: what the export would have been.
    """

    def __init__(self, report: Report, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.report = report


def refuse_splits(names: Collection[str]) -> None:
    """Refuse splits that are not those of a training.

    Raises:
        UsageError: a part is missing, or something else of the model's folder has the name of one.
    """
    if not set(names) >= set(SPLITS):
        hint = "--split train=80,dev=10,test=10, or two dates: --split-date 2020-03-01,2020-04-01"
        raise UsageError("training needs the three parts train, dev and test", hint=hint)
    for name in names:
        if name.lower() in OURS:
            raise UsageError(f"the split {name!r} would lie where the {name.lower()} goes", hint="name it otherwise")


def empty_part(report: Report) -> str:
    """The first of the parts without tags; "" when all have some."""
    tallies = report.outcome.parts
    return next((name for name in SPLITS if name not in tallies or not tallies[name].spans), "")


def too_little(
    report: Report, project: Project, splitting: Splitting, tagged: Mapping[str, TaggedArticle]
) -> TooLittleError:
    """Why a training is refused for a part without tags.

    Args:
        tagged: the articles that have tags, in whatever part.
    """
    if not tagged:
        hint = "tag articles, or choose more of them; what was left out is said above"
        return TooLittleError(report, "there are no tags to train on", hint=hint)
    tallies = report.outcome.parts
    there = ", ".join(f"{name} {counted(tallies[name].spans if name in tallies else 0, 'tag')}" for name in SPLITS)
    message = f"the part `{empty_part(report)}` has no tags: nothing could be learnt or judged"
    hint = f"there are: {there}, in {counted(len(tagged), 'article')}; {_advice(project, splitting, tagged)}"
    return TooLittleError(report, message, hint=hint)


def _advice(project: Project, splitting: Splitting, tagged: Mapping[str, TaggedArticle]) -> str:
    """What gives each part tags: other dates where it is split by date, else other shares, else more articles."""
    if isinstance(splitting, ByDate):
        groups: dict[tuple[str, ...], int] = {}
        for one, article in tagged.items():
            dates = splitting.dates_of(one, article.date)
            groups[dates] = groups.get(dates, 0) + article.tags
        if said := dates_for(groups):
            return f"--split-date {said} gives each part some; or tag more"
    by_share = ByShare(project, shares(",".join(f"{name}=1" for name in SPLITS)), splitting.copies)
    points = {by_share.point(one) for one in tagged}
    if said := shares_for(points):
        return f"--split {said} gives each part some (later articles are split by it too); or tag more"
    missing = len(SPLITS) - len(points)
    copies = ", and near-copies stay in one part" if len(points) < len(tagged) else ""
    return f"three parts need as many articles{copies}: tag {missing} more"
