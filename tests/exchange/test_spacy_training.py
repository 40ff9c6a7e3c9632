"""What is exported for spaCy goes through spaCy's own programs: it loads, `debug data` passes, `ner` and `spancat` are trained."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys

import pytest
from exchange_samples import SCHEME, exported
from msgspec.structs import replace
from real_texts import development_records, sample_exported

from reader.exchange.destination import exporting_to
from reader.exchange.exporting import write
from reader.exchange.format import WriteOptions, format_named
from reader.project.training.config import PIPE, Settings, config_of

pytestmark = [
    pytest.mark.spacy,
    pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed"),
]
TRAIN, TEST = 120, 20  # of the development texts; with fewer than 100 to train on `debug data` fails
STEPS = 3


def sample(folder):
    """The sentences of the sample, from one day on in `test`."""
    outcome = sample_exported("spacy", folder, unit="sentence", cut="2020-03-02")
    assert {one.kind for one in outcome.losses} <= {"choice"}  # tags across sentences
    return outcome


def development(folder):
    splits = ["train"] * TRAIN + ["test"] * TEST
    records = [*development_records(TRAIN + TEST)]
    with exporting_to(folder, folder=True) as destination:
        placed = (replace(record, split=split) for record, split in zip(records, splits, strict=True))
        outcome = write(placed, format_named("spacy"), destination, WriteOptions(SCHEME))
    assert {one.kind for one in outcome.losses} <= {"edges"}
    return outcome


@pytest.fixture(scope="module", params=[sample, development], ids=["sample", "development"])
def data(request, tmp_path_factory):
    """The folder of an export, and what was written."""
    folder = tmp_path_factory.mktemp(request.param.__name__) / "data"
    return folder, request.param(folder)


def config(pipe, folder):
    """The configuration of `reader train`, or spaCy's own for entities and spans."""
    from spacy.cli.init_config import init_config

    if pipe == PIPE:
        made = config_of("en", 5, folder / "train", folder / "test", Settings())
    else:
        made = init_config(lang="en", pipeline=pipe.split(","), optimize="efficiency", gpu=False, silent=True)
        made["paths"] |= {"train": str(folder / "train"), "dev": str(folder / "test")}
    made["training"] |= {"max_steps": STEPS, "eval_frequency": STEPS - 1}
    return made


def docs(folder):
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab
    return [doc for file in sorted(folder.rglob("*.spacy")) for doc in DocBin().from_disk(file).get_docs(vocab)]


def test_it_loads_with_every_span(data):
    folder, outcome = data
    for split, part in outcome.parts.items():
        there = docs(folder / split)
        assert len(there) == part.records
        assert sum(len(doc.spans["sc"]) for doc in there) == part.spans
        assert {span.label_ for doc in there for span in doc.spans["sc"]} == set(part.labels)
        assert {entity.label_ for doc in there for entity in doc.ents} <= set(part.labels)
        assert sum(len(doc.ents) for doc in there) > 0.7 * part.spans


@pytest.mark.parametrize("pipe", ["ner,spancat", PIPE])
def test_debug_data_passes(pipe, data, tmp_path):
    folder, outcome = data
    config(pipe, folder).to_disk(tmp_path / "config.cfg")
    command = [sys.executable, "-m", "spacy", "debug", "data", "config.cfg", "--no-format", "--ignore-warnings"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    failed = [line for line in done.stdout.splitlines() if line.startswith("✘")]
    if outcome.parts["train"].records < 100:  # the sample has so few sentences
        failed = [line for line in failed if not line.startswith("✘ Low number of examples to train")]
        assert done.returncode == 1
    else:
        assert done.returncode == 0, done.stderr
    assert failed == []


@pytest.mark.parametrize("pipe", ["ner,spancat", PIPE])
def test_it_is_trained(pipe, data):
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train

    folder, outcome = data
    nlp = init_nlp(config(pipe, folder))
    assert all(set(nlp.get_pipe(name).labels) <= set(outcome.labels) for name in pipe.split(","))
    log = io.StringIO()
    train(nlp, None, stdout=log, stderr=log)
    last = log.getvalue().splitlines()[-1].split()
    assert last[1] == str(STEPS - 1)
    losses = last[3 : 3 + len(pipe.split(","))]
    assert all(float(loss) > 0 for loss in losses)  # there is something to learn


@pytest.mark.parametrize("alignment", ["expand", "contract", "strict"])
def test_alignment_of_real_texts(alignment, tmp_path):
    records = [*development_records()]
    outcome = exported(tmp_path / "out.spacy", "spacy", records, alignment=alignment)
    lost = {(one.article, one.tag) for one in outcome.losses}
    assert {one.kind for one in outcome.losses} == ({"edges"} if alignment == "expand" else {"missing"})
    assert 0 < len(lost) < 0.02 * outcome.labels.total()
    whole = {(record.id, tag.id): (tag.start, tag.end) for record in records for tag in record.tags}
    there = [
        ((record.id, span.id_), (span.start_char, span.end_char))
        for record, doc in zip(records, docs(tmp_path), strict=True)
        for span in doc.spans["sc"]
    ]
    for key, (start, end) in there:
        if key in lost:
            assert start <= whole[key][0] < whole[key][1] <= end
        else:
            assert (start, end) == whole[key]
