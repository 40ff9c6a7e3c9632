"""reader: read, tag and export news articles from the terminal (distribution `passage-reader`)."""

__version__ = "0.1.0"
