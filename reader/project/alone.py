"""One import at a time into the sheets of an annotator: two would not know what the other puts in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256

from reader import paths
from reader.errors import UsageError
from reader.project.place import Project
from reader.tags import disk


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Keep other imports into the sheets of the project's annotator waiting, on this machine, for as long as this lasts.

    Raises:
        UsageError: another one is running, and does not end within a few seconds.
    """
    whose = f"{project.annotations.resolve()}\0{paths.annotator_folder(project.annotator)}"
    name = sha256(whose.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = paths.state_folder() / "imports"
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(disk.locked_within(folder / f"{name}.lock", disk.PATIENCE))
        except TimeoutError as error:
            message = f"another import into the sheets of {project.annotator} is running"
            raise UsageError(message, hint="wait until it is done") from error
        except OSError:  # no state can be kept: nobody is kept waiting either
            pass
        yield
