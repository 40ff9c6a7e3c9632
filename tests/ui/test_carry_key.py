"""Tags carried to an article's copies by key: what the screen says, and what the list shows of the copies."""

from __future__ import annotations

import json

TEXT = "Talks in Moscow\n\nTurkish President Recep Tayyip Erdogan will meet Vladimir Putin in Moscow, the Kremlin said."


async def test_the_screen_says_how_many_and_undo_takes_them_back(opened, corpus):
    rows = [{"id": "wire", "date": "2020-03-02", "text": TEXT}]
    rows += [{"id": f"copy{n}", "date": "2020-03-01", "text": TEXT.replace("Talks", "Summit")} for n in (1, 2)]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    async with opened(article="wire") as reader:
        session = reader.app.session
        session.copies = lambda article_id: [row["id"] for row in rows if row["id"] != article_id]
        await reader.press("s", "s", "1", "g", "w")
        assert reader.bar("here").strip() == "carried 2 tags to 2 copies"
        assert [session.listing.get(f"copy{n}").tags for n in (1, 2)] == [1, 1]
        await reader.press("u")
        assert [session.listing.get(f"copy{n}").tags for n in (1, 2)] == [0, 0]
        assert reader.bar("here").strip().startswith("undone: carry 1 tag here from “Talks in Moscow")
        assert "2 changes in 2 articles" in reader.bar("here")
