"""Two programs of one annotator in the same article at the same time: all tags of both are kept."""

from __future__ import annotations

from store_processes import kept, run_together

COUNT = 40


def test_two_processes_that_tag_the_same_article_keep_all_tags_of_both(tmp_path):
    run_together(tmp_path, COUNT)
    found = kept(tmp_path)
    assert len(found) == len(set(found)) == 2 * COUNT
