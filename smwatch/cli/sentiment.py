"""`smwatch sentiment`: how a text feels, tried on texts of one's own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.lines import lines_of, write_lines
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

app = typer.Typer(no_args_is_help=True)


@app.callback()
def root() -> None:
    """More than one command is to come under this noun."""


@app.command("score", help=N_("Score JSON Lines: a text a line comes in, its score and label go out."))
def score(
    *,
    scorer: Annotated[
        str, typer.Option("--scorer", metavar="NAME", help=N_("auto, lexicon, vader, vader-fr or vader-stock."))
    ] = "auto",
    input: Annotated[
        Path | None, typer.Option("--input", metavar="FILE", help=N_("JSON Lines; default: stdin."))
    ] = None,
) -> None:
    """Parse, score, print."""
    from smwatch.sentiment.lines import score_lines
    from smwatch.sentiment.scorers import scorer_named

    with lines_of(input) as lines:
        write_lines(score_lines(lines, scorer_named(scorer)))


class WordLayer(StrEnum):
    """Where a word comes from."""

    BASE = "base"
    PR = "pr"
    OWN = "own"


class WordLang(StrEnum):
    """The languages that have lists."""

    EN = "en"
    FR = "fr"


@app.command("words", help=N_("Show the words that the lexicons know, each with its valence and where it comes from."))
def words(
    ctx: typer.Context,
    *,
    lang: Annotated[WordLang | None, typer.Option("--lang", help=N_("Only this language: fr or en."))] = None,
    layer: Annotated[
        WordLayer | None,
        typer.Option("--layer", help=N_("Only the language's list, smwatch's words for PR, or your own.")),
    ] = None,
    search: Annotated[str, typer.Option("--search", metavar="TEXT", help=N_("Only words that hold this."))] = "",
    limit: o.LimitOrAll = None,
) -> None:
    """Parse, gather, show."""
    from smwatch.sentiment.readers import LANGUAGES, entries

    terminal: Terminal = ctx.obj
    settings = terminal.text_app.config.sentiment
    wanted = search.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = [
        (one, entry)
        for one in ([lang.value] if lang else LANGUAGES)
        for entry in entries(one, layers=settings.layers, words=settings.words.get(one))
        if wanted in entry.word and (layer is None or entry.layer == layer.value)
    ]
    if terminal.globals.json:
        return terminal.print_json([{"lang": one} | entry._asdict() for one, entry in found[:limit]])
    from smwatch.cli.views.words import show_words

    show_words(terminal, found, limit)
    return None
