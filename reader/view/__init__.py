"""What lies between an article and the screen: rows, layers, units, the caret. Pure: no Textual, no colours, no I/O.

    layout    the screen rows of a text at a width: offset to row and column and back
    layers    entities, tags, hits and the selection painted over the rows: runs of text with a `Look`, labels in the margin
    units     words, clauses, sentences, paragraphs, entities; found block by block when first asked for
    caret     the caret, which always holds a selection; where it starts, clicks, drags
    motions   what moves, grows, shrinks, extends it: one table of names

One coordinate: half-open code-point offsets of the article's text. Rows and columns are worked out from it here.
"""
