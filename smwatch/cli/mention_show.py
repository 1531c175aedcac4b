"""`smwatch mentions show`: one mention, what it stands among, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.cli.views.past import Around
    from smwatch.models import MentionRow
    from smwatch.models.journal import Told


def show(ctx: typer.Context, number: o.Number, *, no_pager: o.NoPager = False) -> None:
    """Parse, call, show."""
    from smwatch.cli.paging import paged
    from smwatch.cli.reading import tell_hidden
    from smwatch.cli.views.mentions import show_copies, show_one
    from smwatch.cli.views.past import history, past_dict, show_history, show_thread
    from smwatch.cli.views.work import show_work, work_dict

    terminal: Terminal = ctx.obj
    store = terminal.app.store
    row = store.mention(number)
    if row is None:
        from smwatch.errors import UsageError

        raise UsageError(N_("there is no mention {number}"), N_("`smwatch mentions` lists them"), number=number)
    task, notes = store.work.of("mention", [number])[number], store.work.notes("mention", number)
    told, labelled = store.past.of(number), store.label_of(number)
    around, events = around_of(terminal, row, told), history(row, told, notes, labelled)
    if terminal.globals.json:
        from smwatch.reports.values import mention_dict

        return terminal.print_json(mention_dict(row) | work_dict(task, notes) | past_dict(around, events))
    tell_hidden(terminal, row.brand)
    with paged(terminal, wanted=not no_pager):
        show_one(terminal, row, labelled)
        show_work(terminal, task, terminal.app.clock())
        if row.story:
            from smwatch.models import MentionFilter

            show_copies(terminal, row, sum(1 for _ in store.mentions(MentionFilter(story=row.story, brief=True))))
        show_thread(terminal, around)
        show_history(terminal, events)
    return None


def around_of(terminal: Terminal, row: MentionRow, told: Told) -> Around | None:
    """What its thread holds, as `mentions --thread` lists it; None where nobody has commented, as far as is known."""
    from smwatch.cli.reading import gone
    from smwatch.cli.views.past import Around
    from smwatch.models import MentionFilter
    from smwatch.working import team_of

    thread, store, config = told.thread, terminal.app.store, terminal.app.config
    if thread is None or not (thread.place or thread.comments):
        return None
    rows = list(store.mentions(MentionFilter(thread=thread.url, gone=gone(terminal), brief=True)))
    team = team_of(config)
    own = [one for one in rows if one.kind == "comment" and one.brand == row.brand and one.author_role.own]
    ours = [full for one in own if (full := store.mention(one.id)) and full.brand in team.brands and team.speaks(full)]
    return Around(thread=thread, row=row, mentions=tuple(rows), ours=tuple(ours))


def register(app: typer.Typer) -> None:
    """The command."""
    what = N_("Show one mention: its text, why it is one, its score, its thread, and what became of it.")
    app.command("show", help=what)(show)
