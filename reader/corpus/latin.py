"""Which single-byte encoding a text in Latin script is in, by the letters of the languages that use each.

General detectors confuse the Windows code pages of Latin script, because an article holds few bytes that tell them apart.
Here a code page is right when all its letters beyond ASCII belong to the alphabet of one language it was made for.
"""

from __future__ import annotations

_SIGNS = frozenset("€‚„…†‡‰‹‘’“”•–—™›\xa0¡¢£¥§©ª«®°±²·º»½¿\xad´¨¼¾×¹³")
_WESTERN = (
    "àâæçéèêëîïôœùûüÿ",  # French; English takes its accents from here
    "äöüßé",  # German
    "áéíñóúü",  # Spanish
    "àáâãçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "åäöæøéèü",  # the Nordic languages
    "ëïéèêöüáíóú",  # Dutch
    "áðéíóúýþæö",  # Icelandic
)
_TURKISH = ("çğıöşüâîûİ",)
_CENTRAL = (
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Bosnian, Serbian in Latin script, Slovene
    "ăâîşţ",  # Romanian
)
_BALTIC = (
    "āčēģīķļņšūž",  # Latvian
    "ąčęėįšųūž",  # Lithuanian
    "äöõüšž",  # Estonian
)
_PAGES = (
    ("cp1252", _WESTERN), ("cp1254", _TURKISH), ("cp1250", _CENTRAL), ("iso8859_2", _CENTRAL), ("cp1257", _BALTIC)
)  # fmt: skip
_ENOUGH = 0.98  # a foreign name or a broken byte is forgiven in a long text
_MOST = 0.25  # of the letters: more are seldom beyond ASCII but in other scripts
_DENSE = 0.4  # as in a few words of Turkish; then all must be of one alphabet


def mostly_latin(data: bytes, most: float = _MOST) -> bool:
    """Whether so much of a text is ASCII that it must be in Latin script."""
    high = len(data.translate(None, bytes(range(0x80))))
    letters = high + sum(map(data.count, b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return high <= most * letters


def latin_page(data: bytes) -> str | None:
    """The code page of a text in Latin script; None when it is in another script or no page fits."""
    if not mostly_latin(data, _DENSE):
        return None
    high = data.translate(None, bytes(range(0x80)))
    for page, alphabets in _PAGES:
        text = high.decode(page, "replace")
        rest = [character for character in text if character not in _SIGNS]
        if any(_share(rest, alphabet) >= _ENOUGH for alphabet in alphabets):
            return page
    if not mostly_latin(data):
        return None
    western = frozenset("".join(_WESTERN))
    text = high.decode("cp1252", "replace")
    return "cp1252" if _share([one for one in text if one not in _SIGNS], western) >= _ENOUGH else None


def _share(characters: list[str], alphabet: str | frozenset[str]) -> float:
    known = sum(character in alphabet or character.lower() in alphabet for character in characters)
    return known / len(characters) if characters else 1.0
