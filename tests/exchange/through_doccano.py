"""A file through doccano itself, in the environment that READER_DOCCANO names: its Python."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

DOCCANO = os.environ.get("READER_DOCCANO", "")


def through_doccano(path: Path, task: str) -> dict[str, Any]:
    """What doccano holds of a file and exports again: see `as_doccano`."""
    script = Path(__file__).with_name("as_doccano.py")
    run = subprocess.run([DOCCANO, script, path, task, "1"], capture_output=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    said: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return said
