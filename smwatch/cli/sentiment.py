"""`smwatch sentiment`: how a text feels, tried on texts of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli.lines import lines_of, write_lines
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
