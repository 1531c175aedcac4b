"""What several parts of a report show alike: somebody's words with who, when and where. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from smwatch.locales import Speech
from smwatch.models import Heard, MentionRow
from smwatch.reports import wording
from smwatch.reports.quotes import Quote, quoted
from smwatch.reports.safe import line
from smwatch.text import changes

View = dict[str, Any]
"""What the template reads."""


def words_of(of: Quote | Heard | MentionRow, speech: Speech, *, said: str = "", before: Iterable[str] = ()) -> View:
    """Somebody's words; `said`: these instead of the beginning, `before`: what stands before who and where."""
    quote = of if isinstance(of, Quote) else quoted(of)
    return {
        "title": "" if said else quote.title,
        "said": changes.quoted(line(said, 240), speech) if said else wording.said(quote, speech),
        "facts": [fact for fact in (*before, *wording.quote_facts(quote)) if fact],
        "time": speech.when(quote.at),
        "url": quote.url,
        "lang": quote.lang if quote.lang != speech.lang else "",  # there a screen reader changes its voice
    }
