"""The numbers by which articles stand in the order of their dates.

`day` is a date as a number. `rank` is an article's number in the full-text index, which streams its hits from the highest
rank down: the newest first. Articles are ranked 1, 2, 3 … by date when the index is made. One that comes later keeps the
order if it is as new as the newest; else it is a stray, ranked by its day far above all others, and two streams are merged.
"""

from __future__ import annotations

STRAYS = 1 << 44  # the lowest rank of a stray
_A_DAY = 1 << 24  # ranks of strays of one day
_MONTHS, _DAYS = (
    14,
    33,
)  # one more than there are: a date without its month or day stands above its year's or month's last


def day_of(date: str) -> int:
    """An ISO date, whole or partial (`2020`, `2020-03`), as a number that is greater for later ones; 0 for none."""
    if not date:
        return 0
    parts = [int(part) if part.isdecimal() else 0 for part in date[:10].split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else _MONTHS - 1
    day = parts[2] if len(parts) > 2 else _DAYS - 1
    return max(1, (year * _MONTHS + min(month, _MONTHS - 1)) * _DAYS + min(day, _DAYS - 1))


def bounds(date: str) -> tuple[int, int]:
    """The first and the last number of the days that a date, whole or partial, names."""
    parts = date.split("-")
    first = day_of(date if len(parts) > 2 else "-".join([*parts, "00", "00"][:3]))
    return first, day_of(date)


def stray_rank(day: int, key: int) -> int:
    """The rank of an article that came out of order; the one that came first stands above the others of its day."""
    return STRAYS + day * _A_DAY + (_A_DAY - 1 - key % _A_DAY)


def date_of(day: int) -> str:
    """The date that a number of `day_of` stands for, as far as it is one; "" for none."""
    if day <= 0:
        return ""
    rest, in_month = divmod(day, _DAYS)
    year, month = divmod(rest, _MONTHS)
    if month == _MONTHS - 1:
        return f"{year:04}"
    return f"{year:04}-{month:02}" if in_month == _DAYS - 1 else f"{year:04}-{month:02}-{in_month:02}"
