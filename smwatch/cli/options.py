"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from smwatch.locales import N_

Brand = Annotated[str, typer.Option("--brand", help=N_("Only this brand."))]
Since = Annotated[str, typer.Option("--since", help=N_("From then on: 24h, 7d, yesterday, 2026-03-24."))]
Until = Annotated[str, typer.Option("--until", help=N_("Until then: likewise."))]
Source = Annotated[str, typer.Option("--source", help=N_("Only this source."))]
Lang = Annotated[str, typer.Option("--lang", help=N_("Only mentions in this language: fr, en."))]
LabelOption = Annotated[str, typer.Option("--label", help=N_("Only negative, neutral or positive ones."))]
Author = Annotated[str, typer.Option("--author", help=N_("Only this author."))]
Status = Annotated[str, typer.Option("--status", help=N_("Only new, assigned, answered or ignored ones."))]
Thread = Annotated[str, typer.Option("--thread", help=N_("Only comments under the entry with this link."))]
Story = Annotated[str, typer.Option("--story", help=N_("Only copies of this story."))]
Search = Annotated[
    str, typer.Option("--search", help=N_('Only with these words; "a phrase" and begin* work, accents don\'t matter.'))
]
Limit = Annotated[int, typer.Option("--limit", min=1, help=N_("At most so many."))]
