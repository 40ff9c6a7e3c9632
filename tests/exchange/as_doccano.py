"""Run by the Python of an environment with doccano 1.8.4: imports a file as doccano does, exports it again, and prints both.

    python as_doccano.py FILE TASK OVERLAP

TASK is `SequenceLabeling` or `RelationExtraction`, OVERLAP 1 where the project allows overlapping spans. The last line of the
output is what doccano holds: {"examples": [{"text", "spans", "relations"}], "errors": [], "exported": "…the JSON Lines"}
"""

import json
import os
import sys
import tempfile
from pathlib import Path


def main(path: str, task: str, overlap: str, folder: str) -> dict[str, object]:
    import backend

    sys.path.insert(0, str(Path(backend.__file__).parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.base"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/doccano.sqlite3"
    import django

    django.setup()
    from data_export.models import ExportedExample
    from data_export.pipeline.dataset import Dataset
    from data_export.pipeline.factories import create_comment, create_formatter, create_labels, create_writer
    from data_export.pipeline.services import ExportApplicationService
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from labels.models import Relation, Span
    from projects.models import ProjectType, SequenceLabelingProject

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("ana", password="ana")
    project = SequenceLabelingProject.objects.create(
        name="news",
        description="news",
        project_type=ProjectType.SEQUENCE_LABELING,
        allow_overlapping=overlap == "1",
        use_relation=task == "RelationExtraction",
        collaborative_annotation=True,
        created_by=user,
    )
    dataset = load_dataset(task, create_file_format("JSONL"), [FileName(path, path, path)], project, encoding="Auto")
    dataset.save(user)
    examples = ExportedExample.objects.filter(project=project).order_by("id")
    held = []
    for example in examples:
        spans = list(Span.objects.filter(example=example).order_by("id"))
        place = {span.id: number for number, span in enumerate(spans)}
        relations = Relation.objects.filter(example=example).order_by("id")
        held.append(
            {
                "text": example.text,
                "spans": [[span.start_offset, span.end_offset, span.label.text] for span in spans],
                "relations": [[place[one.from_id_id], place[one.to_id_id], one.type.text] for one in relations],
            }
        )
    out = Path(folder) / "all.jsonl"
    labels = create_labels(project, examples)
    ExportApplicationService(
        Dataset(examples, labels, create_comment(examples), True),
        create_formatter(project, "JSONL"),
        create_writer("JSONL"),
    ).export(str(out))
    errors = [str(error) for error in dataset.errors]
    return {"examples": held, "errors": errors, "exported": out.read_text(encoding="utf-8")}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(main(*sys.argv[1:4], name)))
