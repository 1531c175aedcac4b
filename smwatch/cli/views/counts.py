"""How numbers that belong together are said: mentions, and the stories that they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.locales import Speech


def with_stories(mentions: str, n: int, stories: int, speech: Speech) -> str:
    """So many mentions, and how many stories that is where some are copies: 41 mentions, 1 story."""
    if not 0 < stories < n:
        return mentions
    return f"{mentions}, {speech.count('{n} story', '{n} stories', stories)}"
