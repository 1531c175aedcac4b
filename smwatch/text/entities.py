"""Entities of HTML, decoded: `&eacute;`, `&#233;`, and what was encoded twice on its way (`&amp;eacute;`). Pure."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_ENTITY = re.compile(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[^\t\n\f <&#;]{1,32};?)")  # as html.unescape has it
_SECOND_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LONG_NUMBER = re.compile(r"&#([0-9]{8,}+);?")
_KEPT: Final = 5_000  # HTML has 2,231


class _Known(dict[str, str]):
    """What each entity stands for; filled as they are met."""

    def __missing__(self, entity: str) -> str:
        """Work one out."""
        found = _LONG_NUMBER.fullmatch(entity)  # Python refuses to read numbers of thousands of digits
        meant = unescape(_short_number(found[1]) if found else entity)
        if len(self) < _KEPT and entity.endswith(";") and not found:
            self[entity] = meant
        return meant


_KNOWN: Final = _Known()


def decode_entities(text: str) -> str:
    """Entities decoded; one that is left after that (`&amp;eacute;`) is decoded once more."""
    if "&" not in text:
        return text
    text = _ENTITY.sub(_meant, text)
    return _SECOND_ENTITY.sub(_meant, text) if "&" in text else text


def _meant(found: re.Match[str]) -> str:
    return _KNOWN[found[0]]


def _short_number(number: str) -> str:
    digits = number.lstrip("0")
    return f"&#{digits};" if 0 < len(digits) <= len("1114111") else "\ufffd"
