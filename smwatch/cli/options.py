"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smwatch.locales import N_

Brand = Annotated[str, typer.Option("--brand", metavar="NAME", help=N_("Only this brand."))]
Since = Annotated[
    str, typer.Option("--since", metavar="WHEN", help=N_("From then on: 24h, 7d, yesterday, 2026-03-24."))
]
SinceLast = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="WHEN",
        help=N_("From then on: 24h, 7d, yesterday, 2026-03-24; last: what you have not listed yet."),
    ),
]
Until = Annotated[str, typer.Option("--until", metavar="WHEN", help=N_("Until then: likewise."))]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help=N_("Only this source."))]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help=N_("Only mentions in this language: fr, en."))]
LabelOption = Annotated[
    str, typer.Option("--label", metavar="LABEL", help=N_("Only negative, neutral, positive or unscored ones."))
]
Author = Annotated[str, typer.Option("--author", metavar="NAME", help=N_("Only this author."))]
Role = Annotated[
    str,
    typer.Option(
        "--role", metavar="ROLE", help=N_("Only by authors of this role: official, employee, partner, press or public.")
    ),
]
Status = Annotated[
    str, typer.Option("--status", metavar="STATUS", help=N_("Only new, assigned, answered or ignored ones."))
]
Thread = Annotated[
    str, typer.Option("--thread", metavar="URL", help=N_("Only the entry with this link and the comments under it."))
]
Story = Annotated[str, typer.Option("--story", metavar="ID", help=N_("Only copies of this story."))]
Search = Annotated[
    str,
    typer.Option(
        "--search",
        metavar="TEXT",
        help=N_('Only with these words; "a phrase", begin* and -without work, accents don\'t matter.'),
    ),
]
Tag = Annotated[str, typer.Option("--tag", metavar="TAG", help=N_("Only those that bear this tag in the config."))]
MOST = 2**63 - 1  # the largest number that the database takes
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=MOST, help=N_("At most so many."))]
LimitOrAll = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, max=MOST, help=N_("At most so many."))]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Write to this file, not to stdout."))
]
Wait = Annotated[str, typer.Option("--wait", metavar="TIME", help=N_("Wait so long for a scan that is running: 60s."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Don't ask."))]
Private = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-private",
        metavar="ADDRESS",
        help=N_("Let an address of your own network through: 10.1.2.3, 127.0.0.0/8."),
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help=N_("All at once, also where it is longer than the screen."))]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=MOST, help=N_("Its number in the list."))]
