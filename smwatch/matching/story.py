"""Which story an entry tells: copies of one text, under whatever headline, share an id.

Only exact copies are known so far, but for case, accents, punctuation and blanks.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from smwatch.text.fold import fold

SHORT: Final = 120
"""Folded letters and digits: a shorter text ("Lire la suite", "Merci!") says too little without its title."""


def story_of(title: str, text: str) -> str:
    """16 hexadecimal digits, the same wherever and whenever it is asked; "" for an entry without a letter."""
    letters = _letters(text)
    if len(letters) < SHORT:
        letters = f"{_letters(title)} {letters}".strip()
    return blake2b(letters.encode("utf-8", "replace"), digest_size=8).hexdigest() if letters else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
