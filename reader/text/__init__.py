"""Text without news: spans, edits, words, sentences, widths. No I/O."""
