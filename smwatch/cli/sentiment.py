"""`smwatch sentiment`: how texts feel and why, what labels teach, and what is scored again."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli import teaching
from smwatch.cli.lines import lines_of, write_lines
from smwatch.cli.terminal import Terminal
from smwatch.cli.work import no_such
from smwatch.errors import HOME, UsageError
from smwatch.locales import N_

app = typer.Typer(no_args_is_help=True)

SCORERS = N_("auto, encoder, lexicon, vader, vader-fr, vader-stock, or one that a package brings.")


@app.callback()
def root() -> None:
    """More than one command is to come under this noun."""


@app.command("score", help=N_("Score JSON Lines: a text a line comes in, its score and label go out."))
def score(
    ctx: typer.Context,
    *,
    scorer: Annotated[str, typer.Option("--scorer", metavar="NAME", help=SCORERS)] = "auto",
    input: Annotated[
        Path | None, typer.Option("--input", metavar="FILE", help=N_("JSON Lines; default: stdin."))
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="FILE", help=N_("Learn from these labels (JSON Lines) for this run.")),
    ] = None,
) -> None:
    """Parse, learn, score, print."""
    from smwatch.sentiment.lines import score_lines
    from smwatch.sentiment.scorers import scorer_named

    found = scorer_named(scorer)
    if labels:
        found = teaching.taught(ctx.obj, labels, scorer)
    with lines_of(input) as lines:
        write_lines(score_lines(lines, found))


app.command("evaluate", help=N_("Show how right scores are on your labels, before and after learning from them."))(
    teaching.evaluate
)
app.command("heads", help=N_("List what was learnt from your labels; choose what is used, remove what isn't wanted."))(
    teaching.heads
)


@app.command("export-labels", help=N_("Write your labels as JSON Lines, as `sentiment score --labels` reads them."))
def export_labels(
    ctx: typer.Context,
    *,
    output: o.Output = None,
) -> None:
    """Read, write, say how many."""
    from smwatch.cli.destination import destination
    from smwatch.reports.exports.lines import text
    from smwatch.reports.values import iso

    terminal: Terminal = ctx.obj
    store, written = terminal.app.store, 0  # opened before the file is
    with destination(output) as place, text(place.out) as out:
        for label in store.labels():
            said = {"text": label.text, "lang": label.lang, "label": label.label.value, "brand": label.brand}
            of = {"title": label.title, "id": label.mention, "at": iso(label.at)}
            out.write(json.dumps({**said, **of}, ensure_ascii=False) + "\n")
            written += 1
    if output and terminal.globals.json:
        terminal.print_json({"file": str(output), "labels": written})
    elif not written:
        terminal.note(N_("Nothing is labelled yet: {smwatch} mentions label NUMBER negative"))
    elif output:
        labels = terminal.speech.count("{n} label", "{n} labels", written)
        terminal.note(N_("{labels} written to {file}"), labels=labels, file=output)


@app.command("rescore", help=N_("Score stored mentions again that an older scorer scored; your labels stay."))
def rescore(
    ctx: typer.Context,
    *,
    brand: o.Brand = "",
    since: o.Since = "",
    all: Annotated[bool, typer.Option("--all", help=N_("Every one, whatever scored it."))] = False,
    wait: o.Wait = "",
) -> None:
    """Parse, call, show."""
    from smwatch.cli.reading import duration, moment
    from smwatch.cli.views.labels import rescored_dict, show_rescored
    from smwatch.cli.views.waiting import Bar

    terminal: Terminal = ctx.obj
    only = terminal.brand(brand).name if brand else ""
    patience = duration(wait, "--wait") if wait else 0
    first = moment(terminal, since, "--since")
    terminal.stopped = N_("Stopped. Nothing is lost; this goes on from here: {command}")
    filters = [*(["--brand", only] if only else []), *(["--since", first.isoformat()] if first else [])]
    terminal.again = terminal.typed("sentiment", "rescore", *filters, *(["--all"] if all else []))
    with Bar(terminal, N_("Scoring mentions again")) as progress:
        done = terminal.app.rescore(brand=only, since=first, everything=all, wait=patience, progress=progress)
    if terminal.globals.json:
        return terminal.print_json(rescored_dict(done))
    show_rescored(terminal, done)
    return None


@app.command("explain", help=N_("Show what made the score of a text or a mention: its sentences, words and rules."))
def explain(
    ctx: typer.Context,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help=N_("Any text, - for stdin."))] = None,
    *,
    mention: Annotated[
        int | None, typer.Option("--mention", metavar="ID", min=1, max=o.MOST, help=N_("A stored mention's number."))
    ] = None,
    brand: Annotated[str, typer.Option("--brand", metavar="NAME", help=N_("Whom the text is about."))] = "",
    scorer: Annotated[str, typer.Option("--scorer", metavar="NAME", help=SCORERS)] = "",
) -> None:
    """Parse, ask, show."""
    from smwatch.cli.views.explained import Asked, explained_dict, show_explained
    from smwatch.cli.views.waiting import waiting

    terminal: Terminal = ctx.obj
    if (text is None) == (mention is None):
        raise UsageError(N_("name a text or a mention"), N_('as in: smwatch sentiment explain "…" or --mention 12'))
    if brand and mention is not None:
        raise UsageError(N_("--brand is for a text: a mention has its brand"), N_("leave out one of the two"))
    of = None
    if mention is not None:
        if (row := terminal.app.store.mention(mention)) is None:
            raise no_such("mention", [mention])
        of = Asked(row, terminal.app.store.label_of(mention))
    said = typed(terminal) if text == "-" else text
    with waiting(terminal, N_("Reading it, with and without each word")):
        found = (
            terminal.app.explain_mention(mention, scorer)
            if mention is not None
            else terminal.text_app.explain(said or "", brand, scorer)
        )
    if terminal.globals.json:
        return terminal.print_json(explained_dict(found, of))
    show_explained(terminal, found, of)
    return None


def typed(terminal: Terminal) -> str:
    """What comes on stdin, as text."""
    if sys.stdin.isatty():
        terminal.note(N_("Write or paste the text, then press Enter and Ctrl-D."))
    return sys.stdin.buffer.read().decode("utf-8", "replace")


@app.command("train", help=N_("Teach smwatch to weigh the vectors of an encoder that another package brings."))
def train(
    ctx: typer.Context,
    *,
    encoder: Annotated[
        str, typer.Option("--encoder", metavar="NAME", help=N_("Which one, where several are installed."))
    ] = "",
) -> None:
    """Choose, learn, show."""
    from smwatch import plugins
    from smwatch.cli.views.sentiment import learnt_dict, show_learnt
    from smwatch.cli.views.waiting import Bar

    terminal: Terminal = ctx.obj
    there = plugins.names(plugins.ENCODERS)
    if not encoder and len(there) != 1:
        what = N_("name the encoder with --encoder") if there else N_("no installed package brings an encoder")
        mend = (
            N_("these are installed: {known}")
            if there
            else N_("how to make one: {url}, “Plug in a scorer, or an encoder”")
        )
        raise UsageError(what, mend, known=", ".join(there), url=HOME)
    from smwatch.sentiment.encoder import encoder_named

    name = encoder or there[0]
    encoder_named(name)  # ends here where there is none
    from smwatch.sentiment.training import learn

    with Bar(terminal, N_("Reading the labelled texts")) as tell:
        learnt = learn(name, tell)
    if terminal.globals.json:
        return terminal.print_json(learnt_dict(learnt))
    show_learnt(terminal, learnt, name)
    return None


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
    from smwatch.cli.views.sentiment import show_words

    show_words(terminal, found, limit)
    return None
