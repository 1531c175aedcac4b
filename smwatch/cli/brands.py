"""`smwatch brands`: what is watched, and what a query catches."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import QueryError, UsageError
from smwatch.locales import N_, Speech

if TYPE_CHECKING:
    from smwatch.cli.samples import Material
    from smwatch.matching.brands import Matcher
    from smwatch.models import Brand

app = typer.Typer()

SCREENFUL = 20
"""Entries that a person is shown unless they ask for more; a script gets all."""

READING = N_("Reading the entries …")

Query = Annotated[str | None, typer.Option("--query", metavar="QUERY", help=N_("A query to try."))]
BrandName = Annotated[str | None, typer.Option("--brand", metavar="NAME", help=N_("A brand of the config."))]
OtherQuery = Annotated[
    str | None, typer.Option("--compare", metavar="QUERY", help=N_("Another query: what would it win, what lose?"))
]
Words = Annotated[str | None, typer.Argument(metavar="TEXT", help=N_("A text in quotes, or a web address."))]
Input = Annotated[
    str | None,
    typer.Option("--input", metavar="FILE", help=N_("A text, web page, feed, or JSON Lines; default: stdin.")),
]
Url = Annotated[str, typer.Option("--url", metavar="URL", help=N_("A web page or a feed."))]
Stored = Annotated[bool, typer.Option("--stored", help=N_("All entries that are stored, mentions or not."))]


@app.command("list", help=N_("List the brands of the config."))
def list_(ctx: typer.Context) -> None:
    """Show what is watched, and how."""
    terminal: Terminal = ctx.obj
    terminal.app.check_queries()
    brands = terminal.app.config.brands
    if terminal.globals.json:
        return terminal.print_json(
            [
                {"name": b.name, "kind": b.kind, "names": list(b.names), "exclude": list(b.exclude)}
                | {"context": list(b.context), "query": b.query}
                for b in brands
            ]
        )
    from smwatch.cli.views.brands import show_brands

    show_brands(terminal, brands)
    return None


@app.command("test", help=N_("Try a query, or the config's brands, on texts: which match, where and why."))
def try_out(
    ctx: typer.Context,
    text: Words = None,
    *,
    query: Query = None,
    brand: BrandName = None,
    compare: OtherQuery = None,
    input: Input = None,
    url: Url = "",
    stored: Stored = False,
    since: o.Since = "",
    until: o.Until = "",
    limit: o.LimitOrAll = None,
) -> None:
    """Parse, match, print."""
    from smwatch.cli.samples import Typed, material, named

    terminal: Terminal = ctx.obj
    typed = Typed(text=text, input=named(input), url=url, stored=stored, since=since, until=until).checked()
    wanted = what_to_try(terminal, query, brand)
    matcher = compiled(terminal, wanted, compare)
    tell_hints(terminal, wanted, compare)
    with material(terminal, typed) as found:
        if wanted is not None and compare is not None:
            show_change(terminal, found, wanted, compare, limit)
        elif found.lines is not None:
            answer_lines(terminal, found, matcher, one=wanted is not None)
        elif found.is_one:
            show_text(terminal, found, matcher, one=wanted is not None)
        else:
            show_entries(terminal, found, matcher, limit, one=wanted is not None)


@app.command("suggest", help=N_("Propose names, text to exclude and context words, from what is stored."))
def suggest(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("A brand of the config."))],
    *,
    unwanted: Annotated[
        list[int] | None,
        typer.Option(
            "--unwanted", metavar="NUMBER", min=1, max=o.MOST,
            help=N_("A mention that isn't meant, by its number in the list; repeat it. Ignored ones aren't meant."),
        ),
    ] = None,
    since: o.Since = "",
) -> None:  # fmt: skip
    """Parse, call, show."""
    from smwatch.cli.reading import moment
    from smwatch.cli.views.suggestions import show_suggestions, suggestions_dict
    from smwatch.suggestions import suggest_for

    terminal: Terminal = ctx.obj
    terminal.app.check_queries()
    brand, from_then = terminal.brand(name), moment(terminal, since, "--since")
    with terminal.busy(READING):
        found = suggest_for(brand, terminal.app.store, unwanted=unwanted or (), since=from_then)
    if terminal.globals.json:
        return terminal.print_json(suggestions_dict(found))
    show_suggestions(terminal, found)
    return None


def what_to_try(terminal: Terminal, query: str | None, brand: str | None) -> Brand | None:
    """The query or the brand that was named, as a brand; None: all of the config."""
    from smwatch.models import Brand

    if query is not None and brand is not None:
        what, mend = N_("{one} and {other} can't go together"), N_("leave one of them out")
        raise UsageError(what, mend, one="--query", other="--brand")
    if query is not None:
        return Brand(name="", query=query)
    if brand is None:
        return None
    terminal.app.check_queries()
    return terminal.brand(brand)


def compiled(terminal: Terminal, wanted: Brand | None, compare: str | None) -> Matcher:
    """What is tried, ready to be matched. QueryError for --query or --compare, told together where both are wrong."""
    from smwatch.matching.brands import compile_brands, compile_query

    if wanted is None:
        if compare is not None:
            what, mend = N_("--compare needs a query to compare with"), N_("add --query or --brand")
            raise UsageError(what, mend)
        return terminal.app.matcher
    wrong = dict[str, QueryError]()
    for option, query in (("--query", None if wanted.name else wanted.query), ("--compare", compare)):
        try:
            if query is not None:
                compile_query(query)
        except QueryError as error:
            wrong[option] = error
    if "--compare" in wrong:
        raise WrongQueriesError(terminal.speech, wrong)
    if wrong:
        raise wrong["--query"]
    return compile_brands([wanted])


def tell_hints(terminal: Terminal, wanted: Brand | None, compare: str | None) -> None:
    """What the brand or query that is tried may not mean as it stands, to a person at a terminal."""
    if terminal.globals.quiet or not terminal.err.is_terminal:
        return
    from smwatch.matching.errors import picture, said
    from smwatch.matching.hints import brand_hints, hints

    for hint in (*(brand_hints(wanted) if wanted else ()), *(hints(compare) if compare else ())):
        what, mend = said(hint, terminal.speech)
        terminal.tell(f"{what}\n{picture(hint)}\n  → {mend}")


class WrongQueriesError(UsageError):
    """--compare can't be read, or neither it nor --query: each by its name, with its caret and its mending."""

    kind = "query"

    def __init__(self, speech: Speech, wrong: Mapping[str, QueryError]) -> None:
        from smwatch.matching.errors import picture, said

        told = []
        for option, error in wrong.items():
            what, mend = said(error, speech)
            told.append("\n".join((f"{option}: {what}", picture(error), *([f"  → {mend}"] if mend else []))))
        super().__init__("{told}", told="\n".join(told))


def answer_lines(terminal: Terminal, found: Material, matcher: Matcher, *, one: bool) -> None:
    """JSON Lines in, JSON Lines out."""
    from smwatch.cli.lines import write_lines
    from smwatch.matching.lines import answer_all, answer_one

    lines = found.lines or ()
    write_lines(answer_one(lines, matcher.compiled[0], terminal.speech) if one else answer_all(lines, matcher))


def show_text(terminal: Terminal, found: Material, matcher: Matcher, *, one: bool) -> None:
    """One text, and all that is to be said of it."""
    from smwatch.cli.views.brands import show_one
    from smwatch.matching.trial import answer, verdicts

    for sample in found.samples:
        judged = verdicts(sample, matcher, terminal.speech)
        if terminal.globals.json:
            terminal.print_json([answer(sample, judged, one=one)])
        else:
            show_one(terminal, sample, judged, one=one)


def show_entries(terminal: Terminal, found: Material, matcher: Matcher, limit: int | None, *, one: bool) -> None:
    """Many entries: those that match, and how many. A script gets each of a feed, and of the store what matches."""
    from smwatch.matching.trial import answer, hit_verdicts, try_on, verdicts

    speech = terminal.speech
    if not terminal.globals.json:
        return show_many(terminal, found, matcher, limit or SCREENFUL, one=one)
    if not found.is_stored:
        judge = verdicts if one else hit_verdicts
        samples = islice(found.samples, limit)
        return terminal.print_json([answer(each, judge(each, matcher, speech), one=one) for each in samples])
    with terminal.busy(READING):
        shown = try_on(found.samples, matcher, speech, limit, reasons=False).shown
    return terminal.print_json([answer(each.sample, each.verdicts, one=one) for each in shown])


def show_many(terminal: Terminal, found: Material, matcher: Matcher, limit: int, *, one: bool) -> None:
    """The same for a person."""
    from smwatch.cli.views.brands import show_trial
    from smwatch.matching.trial import try_on

    with terminal.busy(READING):
        trial = try_on(found.samples, matcher, terminal.speech, limit)
    if trial.tried:
        show_trial(terminal, trial, one=one)
    else:
        tell_nothing(terminal, found)


def show_change(terminal: Terminal, found: Material, wanted: Brand, other: str, limit: int | None) -> None:
    """What another query would win and lose."""
    from smwatch.cli.views.brands import show_compared
    from smwatch.matching.compare import as_document, compare
    from smwatch.models import Brand

    most = limit or (None if terminal.globals.json else SCREENFUL)
    with terminal.busy(READING):
        compared = compare(found.entries(), wanted, Brand(name="", query=other), terminal.speech, most)
    if terminal.globals.json:
        terminal.print_json(as_document(compared))
    elif compared.tried:
        show_compared(terminal, compared)
    else:
        tell_nothing(terminal, found)


def tell_nothing(terminal: Terminal, found: Material) -> None:
    """That there was no entry to try it on."""
    if found.is_stored:
        terminal.note(N_("No entry is stored, or none of that time. `{smwatch} scan` polls the feeds."))
    else:
        terminal.note(N_("There is no entry in it."))
