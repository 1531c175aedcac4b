"""`smwatch mentions`: list, show and label what was said."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import importing, themes
from smwatch.cli import options as o
from smwatch.cli import work as working
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import Label, MentionFilter, MentionRow

app = typer.Typer(no_args_is_help=False)

SCREENFUL = 50
"""Mentions that a person is shown unless they ask for more; a script gets all."""

LONGEST = 40
"""Digits that are read of a number: one of so many is no mention's."""

MOST_LOST = 1_000
"""Lost ones that are counted where nothing else fits."""


class Sort(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    BEST = "best"


@app.command("list", help=N_("List mentions, newest first."))
def list_(
    ctx: typer.Context,
    *,
    brand: o.Brand = "",
    since: o.Since = "",
    until: o.Until = "",
    source: o.Source = "",
    lang: o.Lang = "",
    label: o.LabelOption = "",
    author: o.Author = "",
    role: o.Role = "",
    status: o.Status = "",
    thread: o.Thread = "",
    story: o.Story = "",
    search: o.Search = "",
    sort: Annotated[Sort, typer.Option("--sort", help=N_("newest first, or what fits --search best."))] = Sort.NEWEST,
    limit: o.LimitOrAll = None,
    all: Annotated[bool, typer.Option("--all", help=N_("Also those whose query no longer matches."))] = False,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.reading import mention_filter

    terminal: Terminal = ctx.obj
    most = limit or (None if terminal.globals.json else SCREENFUL + 1)  # one more tells whether these are all
    wanted = mention_filter(
        terminal, brand=brand, since=since, until=until, label_typed=label, role_typed=role, hidden=all, limit=most,
        source=source, lang=lang, author=author, status=status, thread=thread, story=story, search=search,
    )  # fmt: skip
    wanted = sorted_by(wanted, sort)
    rows = list(terminal.app.store.mentions(wanted))
    if terminal.globals.json:
        from smwatch.cli.views.found import mention_with_finds

        return terminal.print_json([mention_with_finds(row, wanted.search) for row in rows])
    if not rows:
        return tell_none(terminal, wanted)
    complete = bool(limit) or len(rows) <= SCREENFUL
    show_rows(terminal, rows if limit else rows[:SCREENFUL], wanted, complete=complete)
    return None


def sorted_by(wanted: MentionFilter, sort: Sort) -> MentionFilter:
    """The same in this order; UsageError for the best of no search."""
    if sort is Sort.BEST and not wanted.search:
        from smwatch.errors import UsageError

        what = N_("--sort best says how well mentions fit a search, and there is none")
        raise UsageError(what, N_("add --search, or leave --sort out"))
    return replace(wanted, best=sort is Sort.BEST)


def tell_none(terminal: Terminal, wanted: MentionFilter) -> None:
    """That no mention fits, and where one may be: among those that are lost, or under an author's full name."""
    store = terminal.app.store
    hidden = replace(wanted, hidden=True, limit=MOST_LOST)
    if not wanted.hidden and (lost := sum(1 for _ in store.mentions(hidden))):
        terminal.note(N_("No mention fits."))
        told = terminal.speech.count(
            "{n} that fits is no mention any more: --all shows it",
            "{n} that fit are no mentions any more: --all shows them",
            lost,
        )
        terminal.note(told)
    elif wanted.author and (names := store.authors_like(wanted.author)):
        terminal.note(N_("No mention is by “{author}”."), author=wanted.author)
        terminal.note(N_("Did you mean {names}?"), names=", ".join(terminal.speech.quote(name) for name in names))
    else:
        terminal.note(
            N_("No mention fits. `smwatch scan` polls the feeds; `smwatch mentions --help` lists the filters.")
        )


def show_rows(terminal: Terminal, rows: list[MentionRow], wanted: MentionFilter, *, complete: bool) -> None:
    """A page of mentions, how many stories they are, and whether there are more."""
    from smwatch.cli.views.mentions import counted, show_table

    show_table(terminal, rows, wanted.search)
    if stories := counted(rows, terminal.speech):
        terminal.note(stories)
    if not complete:
        newest = N_("Only the newest {limit} are shown; --limit shows more.")
        terminal.note(
            N_("Only the best {limit} are shown; --limit shows more.") if wanted.best else newest, limit=SCREENFUL
        )


@app.command("show", help=N_("Show one mention: its text, why it is one, its score and what made it."))
def show(ctx: typer.Context, number: o.Number) -> None:
    """Parse, call, show."""
    from smwatch.cli.reading import tell_hidden
    from smwatch.cli.views.mentions import show_copies, show_one
    from smwatch.cli.views.work import show_work, work_dict

    terminal: Terminal = ctx.obj
    row = terminal.app.store.mention(number)
    if row is None:
        from smwatch.errors import UsageError

        raise UsageError(N_("there is no mention {number}"), N_("`smwatch mentions` lists them"), number=number)
    work = terminal.app.store.work
    task, notes = work.of("mention", [number])[number], work.notes("mention", number)
    if terminal.globals.json:
        from smwatch.reports.values import mention_dict

        return terminal.print_json(mention_dict(row) | work_dict(task, notes))
    show_one(terminal, row, terminal.app.store.label_of(number))
    show_work(terminal, task, notes, terminal.app.clock())
    tell_hidden(terminal, row.brand)
    if row.story:
        from smwatch.models import MentionFilter

        show_copies(terminal, row, sum(1 for _ in terminal.app.store.mentions(MentionFilter(story=row.story))))
    return None


@app.command("label", help=N_("Say how mentions feel: your word is kept, and holds for all copies of their stories."))
def label(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="NUMBER... LABEL", help=N_("Numbers in the list, and negative, neutral or positive.")),
    ],
    *,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take your label back; without LABEL."))] = False,
) -> None:
    """Parse, call, show."""
    terminal: Terminal = ctx.obj
    numbers, wanted = said(words, remove=remove)
    store, now = terminal.app.store, terminal.app.clock()
    if unknown := [number for number in numbers if number > o.MOST or not store.mention(number)]:
        from smwatch.errors import UsageError

        what = N_("there is no mention {number}") if len(unknown) == 1 else N_("there are no mentions {number}")
        raise UsageError(what, N_("`smwatch mentions` lists them"), number=", ".join(map(str, unknown)))
    done = store.label_mentions(numbers, wanted, now) if wanted else store.unlabel_mentions(numbers, now)
    if terminal.globals.json:
        from smwatch.cli.views.labels import relabelled_dict

        return terminal.print_json([relabelled_dict(one) for one in done])
    from smwatch.cli.views.labels import show_relabelled

    show_relabelled(terminal, done)
    return None


def said(words: list[str], *, remove: bool) -> tuple[list[int], Label | None]:
    """The numbers, and the label that is theirs from now on; None: none. UsageError for anything else."""
    from smwatch.cli.reading import label_or_none
    from smwatch.errors import UsageError

    numbers = [int(word[:LONGEST]) for word in words if word.isdecimal()]
    labels = [found for word in words if (found := label_or_none(word))]
    example = "smwatch mentions label 12 15 negative"
    if odd := [word for word in words if not (word.isdecimal() or label_or_none(word))]:
        what = N_("“{word}” is neither a mention's number nor a label")
        raise UsageError(what, N_("write for example {example}"), word=odd[0], example=example)
    if not numbers:
        raise UsageError(N_("no number is given"), N_("write for example {example}"), example=example)
    if min(numbers) < 1:
        raise UsageError(N_("mentions have numbers from 1 on"), N_("`smwatch mentions` lists them"))
    if remove and labels:
        raise UsageError(N_("--remove takes labels back and gives none"), N_("leave out one of the two"))
    if not remove and len(labels) != 1:
        what = N_("say one label") if labels else N_("no label is given")
        raise UsageError(what, N_("write for example {example}"), example=example)
    return numbers, None if remove else labels[0]


working.register(app)
themes.register(app)
importing.register(app)
