"""`smwatch mentions`: list, show and label what was said."""

from __future__ import annotations

import sys
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import importing, themes
from smwatch.cli import options as o
from smwatch.cli import work as working
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.cli.lastly import Lately
    from smwatch.cli.views.past import Around
    from smwatch.models import Label, MentionFilter, MentionRow
    from smwatch.models.journal import Told

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


@app.command("list", help=N_("List mentions, newest first; copies of a story in one."))
def list_(
    ctx: typer.Context,
    *,
    brand: o.Brand = "",
    since: o.SinceLast = "",
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
    copies: Annotated[bool, typer.Option("--copies", help=N_("A line each, also for copies of a story."))] = False,
    no_pager: o.NoPager = False,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.lastly import is_last, lately
    from smwatch.cli.reading import mention_filter

    terminal: Terminal = ctx.obj
    last = is_last(since)
    wanted = mention_filter(
        terminal, brand=brand, since="" if last else since, until=until, label_typed=label, role_typed=role,
        hidden=all, source=source, lang=lang, author=author, status=status, thread=thread, story=story, search=search,
    )  # fmt: skip
    found = lately(terminal, wanted, until) if last else None
    listing = Listing(terminal, sorted_by(wanted, sort), limit, found, fold=not (copies or story), paged=not no_pager)
    listing.show()


@dataclass(frozen=True, slots=True)
class Listing:
    """What somebody wants to see, and how."""

    terminal: Terminal
    wanted: MentionFilter
    limit: int | None
    lately: Lately | None
    _: KW_ONLY
    fold: bool = True  # copies into stories
    paged: bool = True

    def show(self) -> None:
        """Read, show; then whoever listed all that is new has done so."""
        terminal, most = self.terminal, self._most
        wanted = self.lately.of(self.wanted) if self.lately else self.wanted
        rows = list(terminal.app.store.mentions(replace(wanted, limit=most + 1 if most else None)))
        complete = not most or len(rows) <= most
        shown = self._shown(rows[:most], complete=complete)
        if self.lately and complete and shown:
            from smwatch.cli.lastly import move_on

            sys.stdout.flush()  # a reader that went away has not read it
            move_on(terminal, self.lately)
        elif self.lately:
            terminal.note(N_("Not all of it was shown, so it is listed again with the next --since last."))

    @property
    def _most(self) -> int | None:
        """A script gets all, and so does whoever wants what is new."""
        everything = self.terminal.globals.json or self.lately
        return self.limit or (None if everything else SCREENFUL)

    def _shown(self, rows: list[MentionRow], *, complete: bool) -> bool:
        """Whether all of these were read, as far as one can tell."""
        terminal, wanted = self.terminal, self.wanted
        if terminal.globals.json:
            from smwatch.cli.views.mentions import mention_with_finds

            terminal.print_json([mention_with_finds(row, wanted.search) for row in rows])
            return True
        if self.lately:
            from smwatch.cli.lastly import tell_first

            tell_first(terminal, self.lately)
        if not rows:
            if self.lately:
                terminal.note(N_("Nothing is new."))
            else:
                tell_none(terminal, wanted)
            return True
        read = self._table(rows)
        if not (complete or self.limit):
            newest = N_("Only the newest {limit} are shown; --limit shows more.")
            best = N_("Only the best {limit} are shown; --limit shows more.")
            terminal.note(best if wanted.best else newest, limit=SCREENFUL)
        return read

    def _table(self, rows: list[MentionRow]) -> bool:
        """A page of mentions, and how many stories they are."""
        from smwatch.cli.paging import paged
        from smwatch.cli.views.mentions import counted, show_table

        with paged(self.terminal, wanted=self.paged) as page:
            show_table(self.terminal, rows, self.wanted.search, fold=self.fold)
        if stories := counted(rows, self.terminal.speech):
            self.terminal.note(stories)
        return page.read


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
            N_("No mention fits. `{smwatch} scan` polls the feeds; `smwatch mentions --help` lists the filters.")
        )


@app.command(
    "show", help=N_("Show one mention: its text, why it is one, its score, its thread, and what became of it.")
)
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
        raise working.no_such("mention", [number])
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
        raise working.no_such("mention", unknown)
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
        raise UsageError(N_("mentions have numbers from 1 on"), N_("`{smwatch} mentions` lists them"))
    if remove and labels:
        raise UsageError(N_("--remove takes labels back and gives none"), N_("leave out one of the two"))
    if not remove and len(labels) != 1:
        what = N_("say one label") if labels else N_("no label is given")
        raise UsageError(what, N_("write for example {example}"), example=example)
    return numbers, None if remove else labels[0]


working.register(app)
themes.register(app)
importing.register(app)
