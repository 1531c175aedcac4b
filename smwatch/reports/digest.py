"""The digest: what happened to the brands since the last one, for people.

    content = compose(since=…, until=…, mentions=…, before=…, alerts=…, feeds=…)
    subject(content, speech), text(content, speech), html(content, speech)

The front door; `content.py` says what is in it, `wording.py` in which words, `plain.py` and `page.py` how it looks.
"""

from __future__ import annotations

from smwatch.reports.content import AlertPart, DigestContent, compose
from smwatch.reports.page import html
from smwatch.reports.plain import text
from smwatch.reports.wording import subject

__all__ = ["AlertPart", "DigestContent", "compose", "html", "subject", "text"]
