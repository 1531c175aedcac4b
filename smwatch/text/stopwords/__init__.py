"""Function words by language: what tells languages apart, and what says nothing about a text's subject.

The lists were written for smwatch.

    stop_words("fr") -> frozenset[str]      lower case, with their accents; empty for a language without a list
"""

from __future__ import annotations

from functools import cache

from smwatch.text.listed import listed

LISTED = ("fr", "en", "es", "de", "it", "pt", "nl")
TOLD_APART = (*LISTED, "sv", "da", "no", "pl", "tr", "ro", "ca", "fi", "hu", "cs", "id")  # short lists: only to tell


@cache
def stop_words(lang: str) -> frozenset[str]:
    """The function words of a language (ISO 639-1), lower case, straight apostrophes; empty where there is no list."""
    if lang not in TOLD_APART:
        return frozenset()
    return frozenset(listed(__name__, f"{lang}.txt"))
