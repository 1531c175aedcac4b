"""How what presets ask for may be written: patterns whose groups stand in their addresses."""

from __future__ import annotations

from typing import Final

TAIL: Final = r"(?:[/?#]\S*)?"  # what comes after what is looked for in an address that somebody copied
WEB: Final = r"(?:https?://)?(?:www\.|m\.)?"
PLACE: Final = r"(?:(?P<scheme>https?)://)?(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)"
SITE: Final = rf"{PLACE}(?P<path>/[^\s?#]*)?(?:[?#]\S*)?"
SERVER: Final = PLACE + TAIL
HASHTAG: Final = r"#?(?P<tag>[\w-]+)"
