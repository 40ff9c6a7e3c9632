"""Formats: an article with one annotator's sound tags, out to files that other programs read. One file per format.

Record ──▶ Exporter ──▶ bytes, and a Loss for each thing that the format could not hold. What was written is read again with
the format's own reader before it takes the place of an older file.
"""
