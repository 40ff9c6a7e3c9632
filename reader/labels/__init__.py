"""The label scheme: what can be tagged, with which keys, and by which rule."""

from reader.labels.scheme import Label, Scheme

__all__ = ["Label", "Scheme"]
