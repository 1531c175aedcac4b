"""The tree of commands, and its help in the person's language."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

import smwatch
from smwatch import locales
from smwatch.cli import alerts, brands, check, db, demo, digest, export, feeds, init, mentions, scan, sentiment, status
from smwatch.locales import N_, Speech

app = typer.Typer(
    name="smwatch",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help starts twice as fast
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    help=N_("Hear what feeds and comments say about a brand, before it becomes a crisis."),
    epilog=N_(
        "Every command also takes: --config FILE, --lang fr|en, --json, --quiet, --verbose. New here? Try: smwatch demo"
    ),
)
for name, module in (("demo", demo), ("init", init), ("check", check), ("scan", scan), ("status", status)):
    app.command(name=name, help=module.HELP)(module.command)
app.add_typer(mentions.app, name="mentions", help=mentions.HELP)
app.add_typer(alerts.app, name="alerts", help=alerts.HELP)
app.add_typer(feeds.app, name="feeds", help=feeds.HELP)
app.add_typer(brands.app, name="brands", help=brands.HELP)
app.command(name="digest", help=digest.HELP)(digest.command)
app.command(name="export", help=export.HELP)(export.command)
app.add_typer(sentiment.app, name="sentiment", help=sentiment.HELP)
app.add_typer(db.app, name="db", help=db.HELP)


def show_version(wanted: bool) -> None:
    """Print it and leave, before a command is asked for."""
    if wanted:
        typer.echo(f"smwatch {smwatch.__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help=N_("Print the version and leave."), is_eager=True, callback=show_version),
    ] = False,
) -> None:
    """Options of the program itself."""


def build(speech: Speech) -> Any:  # noqa: ANN401 - Typer's command class has no public name
    """The command tree with every help text in the language of `speech`."""
    if speech.lang != "en":  # Typer asks gettext for some of its words; they are in our catalogue
        os.environ["LANGUAGE"] = speech.lang
        gettext.bindtextdomain("smwatch", Path(locales.__file__).parent)
        gettext.textdomain("smwatch")
    return tree(speech.lang)


@cache
def tree(lang: str) -> Any:  # noqa: ANN401 - likewise
    """The tree in one language; made once, for programs that carry out many command lines, as tests do."""
    command = typer.main.get_command(app)
    if lang != "en":
        translate(command, Speech(lang))
    return command


WORDS = (
    *(N_("Usage: "), N_("Options:"), N_("Commands:"), N_("Arguments:")),
    *(N_("COMMAND [ARGS]..."), N_("Show this message and exit.")),
)
"""Words of Typer's help that it doesn't ask gettext for."""


def translate(command: Any, speech: Speech) -> None:  # noqa: ANN401 - likewise
    """Put the help of a command, its options and its subcommands in the language of `speech`."""
    for name in ("help", "short_help", "epilog"):
        if text := getattr(command, name, None):
            setattr(command, name, speech.say(text))
    for parameter in command.params:
        for name in ("help", "metavar"):
            if text := getattr(parameter, name, None):
                setattr(parameter, name, speech.say(text))
    english = command.get_help

    def _get_help(ctx: Any) -> str:  # noqa: ANN401 - Typer's context
        said = str(english(ctx))
        for word in WORDS:
            said = said.replace(word, speech.say(word))
        return said

    command.get_help = _get_help
    for child in getattr(command, "commands", {}).values():
        translate(child, speech)
