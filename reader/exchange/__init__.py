"""Formats: articles with one annotator's sound tags, out to files that other programs read, and back. One file per format.

    sheets ─ record ─▶ Record ─ choice, units, base, splits ─▶ Record ─ a format's writer ─▶ Destination
                          └─ kept ──▶ comparing ◀─ Incoming ◀─ the same format's reader ◀────────┘
                                        └─▶ Loss, one for each thing of a tag that did not come back

A `Record` is what goes out, an `Incoming` what a file of another program holds. The loss report is no promise of the writers:
what was written is read again before it takes the place of an older file, and compared. Import uses the same readers.
"""
