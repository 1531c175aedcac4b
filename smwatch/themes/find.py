"""The themes of a period.

    themes(mentions, before) -> tuple[Theme, ...]      the largest first
"""

from __future__ import annotations

from collections.abc import Iterable

from smwatch.models import MentionRow
from smwatch.themes.theme import Theme

MOST = 8
"""How many themes are told."""


def themes(
    mentions: Iterable[MentionRow],
    before: Iterable[MentionRow] = (),
    *,
    names: Iterable[str] = (),
    most: int = MOST,
) -> tuple[Theme, ...]:
    """What these mentions talk about, the largest first; against `before`, those of the period before, as long.

    One brand's mentions or several's. `names`: by what else the brands are known; neither they nor what the queries
    matched is a theme. A mention belongs to one theme at most; those of no theme are what `ids` leave out.
    """
    del mentions, before, names, most
    return ()
