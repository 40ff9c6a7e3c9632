"""Tags and the sheets that keep them: edits as changes, anchoring, history, and the store (YAML made safe by a journal)."""
