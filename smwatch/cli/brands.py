"""`smwatch brands`: what is watched, and what a query catches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli.lines import lines_of, write_lines
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

app = typer.Typer()


@app.command("list", help=N_("List the brands of the config."))
def list_(ctx: typer.Context) -> None:
    """Show what is watched, and how."""
    terminal: Terminal = ctx.obj
    terminal.app.check_queries()
    brands, say = terminal.app.config.brands, terminal.speech.say
    if terminal.globals.json:
        return terminal.print_json(
            [
                {"name": b.name, "kind": b.kind, "names": list(b.names), "exclude": list(b.exclude)}
                | {"context": list(b.context), "query": b.query}
                for b in brands
            ]
        )
    for brand in brands:
        terminal.out.print(brand.name, style="bold", markup=False)
        for label, words in (
            (N_("found by"), brand.names or ((brand.query,) if brand.query else ())),
            (N_("not in"), brand.exclude),
            (N_("only with"), brand.context),
        ):
            if words:
                said = say(N_("{label}: {words}"), label=say(label), words=", ".join(words))
                terminal.out.print(f"   {said}", markup=False)
    return None


@app.command("test", help=N_("Try a query, or the config's brands, on JSON Lines: which match, where and why."))
def try_out(
    ctx: typer.Context,
    *,
    query: Annotated[str | None, typer.Option("--query", metavar="QUERY", help=N_("A query to try."))] = None,
    brand: Annotated[str | None, typer.Option("--brand", metavar="NAME", help=N_("A brand of the config."))] = None,
    input: Annotated[
        Path | None, typer.Option("--input", metavar="FILE", help=N_("JSON Lines; default: stdin."))
    ] = None,
) -> None:
    """Parse, match, print."""
    from smwatch.matching.lines import answer_all, answer_one

    terminal: Terminal = ctx.obj
    with lines_of(input) as lines:
        if query is not None:
            from smwatch.matching.brands import compile_query

            write_lines(answer_one(lines, compile_query(query), terminal.speech))
        elif brand is not None:
            terminal.app.check_queries()
            from smwatch.matching.brands import compile_brand

            write_lines(answer_one(lines, compile_brand(terminal.brand(brand)), terminal.speech))
        else:
            write_lines(answer_all(lines, terminal.app.matcher))
