"""Bytes → documents: one reader per input format, ids, encodings, amendments."""
