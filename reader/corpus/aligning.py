"""Two texts side by side by their words: which words of a page stand, in order, in what an extractor gave back.

An extractor gives a text of its own, with its own blanks, marks and order of inline parts. Runs of words that both texts have
are chained by the longest increasing subsequence (Hunt and Szymanski, 1977) and grown at both ends; the gaps between them are
gone over again with shorter runs. No step is quadratic in the length of a text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

#: Lengths of the runs that are sought, one after the other, in the gaps that the longer ones leave.
_RUNS = (6, 2, 1)
_PLACES = 4  # where a run may stand; one that stands in more places says nothing


def in_order(page: Sequence[str], output: Sequence[str]) -> bytearray:
    """For each word of `page` 1 where it stands in `output` in order, 0 where it does not."""
    found = bytearray(len(page))
    gaps = [(0, len(page), 0, len(output))]
    for run in _RUNS:
        left: list[tuple[int, int, int, int]] = []
        for gap in gaps:
            at, at_output = gap[0], gap[2]
            for a, b, size in _grown(page, output, gap, _chained(page, output, gap, run), run):
                found[a : a + size] = b"\x01" * size
                left.append((at, a, at_output, b))
                at, at_output = a + size, b + size
            left.append((at, gap[1], at_output, gap[3]))
        gaps = [gap for gap in left if gap[0] < gap[1] and gap[2] < gap[3]]
    return found


def _chained(
    page: Sequence[str], output: Sequence[str], gap: tuple[int, int, int, int], run: int
) -> list[tuple[int, int]]:
    """The longest chain of equal runs that goes forward in both texts: where each begins in the page, and in the output."""
    start, end, output_start, output_end = gap
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(output_start, output_end - run + 1):
        places.setdefault(tuple(output[j : j + run]), []).append(j)
    ends: list[int] = []  # by length of a chain, the smallest place in the output at which one ends
    last: list[int] = []  # and which link that is
    links: list[tuple[int, int, int]] = []
    for i in range(start, end - run + 1):
        at = places.get(tuple(page[i : i + run]))
        if at is None or len(at) > _PLACES:
            continue
        for j in reversed(at):
            length = bisect_left(ends, j)
            links.append((i, j, last[length - 1] if length else -1))
            if length == len(ends):
                ends.append(j)
                last.append(len(links) - 1)
            else:
                ends[length], last[length] = j, len(links) - 1
    chain: list[tuple[int, int]] = []
    link = last[-1] if last else -1
    while link >= 0:
        i, j, link = links[link]
        chain.append((i, j))
    return chain[::-1]


def _grown(
    page: Sequence[str], output: Sequence[str], gap: tuple[int, int, int, int], chain: list[tuple[int, int]], run: int
) -> list[tuple[int, int, int]]:
    """The chain's runs as stretches that do not overlap, each as long as the words go on being equal at both ends."""
    start, end, output_start, output_end = gap
    stretches: list[tuple[int, int, int]] = []
    at, at_output = start, output_start
    for i, j in chain:
        if i < at or j < at_output:
            continue
        size = run
        while i > at and j > at_output and page[i - 1] == output[j - 1]:
            i, j, size = i - 1, j - 1, size + 1
        while i + size < end and j + size < output_end and page[i + size] == output[j + size]:
            size += 1
        stretches.append((i, j, size))
        at, at_output = i + size, j + size
    return stretches
