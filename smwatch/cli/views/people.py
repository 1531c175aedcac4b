"""How people and the policy look: names with what they answer; a table in three columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.config.settings import Person
from smwatch.locales import N_
from smwatch.policy.may import SPEAKERS
from smwatch.policy.words import languages
from smwatch.reports.policy import Wall

ROLES = {
    "spokesperson": N_("spokesperson"),
    "pr": N_("PR"),
    "agency": N_("agency"),
    "employee": N_("employee"),
}
COLUMNS = (26, 18)
"""How wide the first two may get; the third takes what is left."""


def show_people(terminal: Terminal, people: Sequence[Person], there: list[str] | None) -> None:
    """Each with what they answer, and where they are to be found."""
    say, out = terminal.speech.say, terminal.out
    for person in people:
        here = say(N_("on duty now")) if there and person.name in there else ""
        facts = " · ".join(filter(None, (say(ROLES[person.role]), here)))
        out.print(Text.assemble((person.name, "bold"), "  ", (facts, "green" if here else "dim")))
        for label, said in _facts(terminal, person):
            out.print(Padding(Text.assemble((say(label), "dim"), " ", said), (0, 0, 0, 2), expand=False))


def _facts(terminal: Terminal, person: Person) -> list[tuple[str, str]]:
    say, speaks = terminal.speech.say, person.role in SPEAKERS
    everywhere = ", ".join((person.email, *person.handles)) if person.email else ", ".join(person.handles)
    in_what = languages(person.languages, terminal.speech) or say(N_("any language"))
    for_what = ", ".join(person.brands) or say(N_("all brands"))
    told = [(N_("answers in:"), in_what), (N_("for:"), for_what)] if speaks else []
    told.append((N_("on:"), ", ".join(person.topics)))
    told.append((N_("reached by:"), everywhere))
    return [(label, said) for label, said in told if said]


def show_wall(terminal: Terminal, page: Wall) -> None:
    """The table, and what helps whoever isn't sure."""
    out = terminal.out
    out.print(Text(page.title, "bold"))
    rows = [row for section in page.sections for row in section.rows if len(row) > 1]
    first, second = (min(most, max(len(row[n]) for row in (*rows, page.heads))) for n, most in enumerate(COLUMNS))
    for n, section in enumerate(page.sections):
        out.print()
        out.print(Text(section.title, "bold cyan"))
        grid = Table(box=None, padding=(0, 2, 0, 0), show_header=n == 0, header_style="dim", pad_edge=False)
        for head, width in zip(page.heads, (first, second, None), strict=True):
            grid.add_column(head, width=width, overflow="fold")
        wide = [row for row in section.rows if len(row) == 1]
        for row in section.rows:
            if len(row) > 1:
                grid.add_row(*map(Text, row))
        if grid.row_count:
            out.print(grid)
        for row in wide:
            out.print(Text(row[0]))
    out.print()
    for said in page.sentences:
        tell(out, said)
    out.print(Text(page.made, "dim"))
