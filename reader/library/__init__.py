"""The library: a corpus as a list of articles by date, with what its annotator has done to each."""
