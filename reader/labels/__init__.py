"""The label scheme: what can be tagged, with which keys, and by which rule."""

from reader.labels.scheme import Label, Scheme
from reader.labels.scheme_file import read_scheme

__all__ = ["Label", "Scheme", "read_scheme"]
