"""Checking the files that people edit, and mending what is certain.

folder ── which files belong to a project, the journals beside them
files  ── one file, by its bytes and the place where it stands → its problems
fixes  ── … and what would mend it, as new bytes or a new place
edits  ── the places in a text where a fix puts something else
mending── carrying a fix out, atomically and never over another file
"""

from reader.project.checking.fixes import Fix
from reader.project.checking.folder import Report, check

__all__ = ["Fix", "Report", "check"]
