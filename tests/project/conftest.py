from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """No test sees the developer's own settings."""
    home = tmp_path_factory.mktemp("home")
    for kind in ("config", "state", "cache"):
        monkeypatch.setenv(f"READER_{kind.upper()}_DIR", str(home / kind))
    return home
