"""Filling the catalogue and keeping it up to date: one coordinator writes, workers clean.

folders ─ scan ─▶ files to read ─ parts ─▶ shift (a crew's workers: read, clean) ─▶ filling ─▶ catalogue ─▶ twins, names
"""
