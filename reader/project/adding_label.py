"""A label more in the scheme of a folder of annotations, durably, whoever else writes it meanwhile."""

from __future__ import annotations

from reader.errors import StoreError
from reader.labels import Label
from reader.labels.appending import CannotAppend, appended
from reader.project.place import Project
from reader.project.replacing import replaced


def add_label(project: Project, label: Label) -> None:
    """Append a label to the folder's own scheme; a folder that is not there yet is made, with the packaged scheme.

    The file is read when it is written: what somebody has put into it since the screen showed it stays in it.

    Raises:
        StoreError: it clashes with what stands there by now, the file has no place for it, or the disk refuses. Nothing is changed.
        FormatError: the file cannot be read as it is.
    """
    path = project.annotations / "labels.yaml"
    try:
        replaced(project, path, lambda data: appended(data or b"", label, path)[0], "the scheme")
    except CannotAppend as error:
        raise StoreError(str(error), path=path) from None
