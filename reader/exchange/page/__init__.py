"""The page of an export that people open and share: one HTML file that needs nothing else, and reads as a page without scripts.

    Record ─ article ─▶ one line of HTML ─ a spool ─▶ sorted by date between the lines of `whole` ─▶ file ─ reading ─▶ Incoming

Each article is one line of the file, so that it can be written and read one at a time. Passages are cut here, not in the browser,
which counts UTF-16 units. Nothing of an article is markup: what would be obeyed is escaped, what would not be seen has a stand-in
that names it (`markup`).
"""
