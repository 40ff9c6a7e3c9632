"""Exports as programs under Node.js read them: Apache Annotator, and Chromium driven by Playwright."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NODE = Path(__file__).parents[1] / "node"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def anchored(path: Path) -> list[dict[str, Any]]:
    """What Apache Annotator finds for each tag of a file of Web Annotations."""
    return _run("anchor.mjs", str(path))


def browsed(
    path: Path, *steps: dict[str, str], width: int = 1300, scripts: bool = True
) -> tuple[list[dict[str, Any]], Any]:
    """What there is to see of a page at first and after each step; and what the browser said and asked for."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        pytest.skip("needs Chromium")
    setting = json.dumps({"width": width, "scripts": scripts})
    *seen, heard = _run("browse.mjs", browser, str(path), setting, json.dumps(steps))
    return seen, heard


def _run(script: str, *arguments: str) -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None or not (_NODE / "node_modules").is_dir():
        pytest.skip("needs Node.js, and `npm ci` in tests/node")
    command = [node, str(_NODE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
