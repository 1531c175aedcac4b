"""The tree of commands, and its help in the person's language."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

import smwatch
from smwatch import locales
from smwatch.locales import N_, Speech

COMMANDS = {
    "demo": N_("Play a crisis on an invented brand, offline, in a minute."),
    "init": N_("Write a first config from a few questions, try what it names, scan once."),
    "check": N_("Try config, database and feeds; say how to mend them."),
    "scan": N_("Poll the feeds that are due, store, raise alerts."),
    "watch": N_("Scan for ever, with a live screen or log lines."),
    "status": N_("The day at a glance: alerts, mentions, feeds."),
    "todo": N_("What you have to do: mentions and alerts that are yours, the longest overdue first."),
    "mentions": N_("List what was said, or show one mention whole."),
    "alerts": N_("List crises, or show one with its arithmetic."),
    "feeds": N_("List the feeds; find, try, add and remove them."),
    "brands": N_("List what is watched; try what a query catches."),
    "people": N_("List who speaks for the company; print who answers what, for the wall."),
    "digest": N_("Print or e-mail what happened since the last one."),
    "report": N_("Write a period on one page: figures, alerts, themes, stories, for screen and paper."),
    "export": N_("Write mentions or figures for a spreadsheet or a script."),
    "sentiment": N_("Explain scores, learn from your labels, score again."),
    "schedule": N_("Print lines for cron, or services for systemd, that do all this by themselves."),
    "completion": N_("Print what makes bash, zsh or fish complete commands, brands and numbers."),
    "db": N_("Where the database is; check, copy and recover it."),
}
"""Every command with its line of help, in the order of a first acquaintance; smwatch/cli/NAME.py carries it out."""

EPILOG = N_(
    "Every command also takes: --config FILE, --lang fr|en, --json, --quiet, --plain, --verbose, --as NAME, "
    "--log FILE. New here? Try: smwatch demo"
)


def show_version(wanted: bool) -> None:
    """Print it and leave, before a command is asked for."""
    if wanted:
        typer.echo(f"smwatch {smwatch.__version__}")
        raise typer.Exit


def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help=N_("Show the version and exit."), is_eager=True, callback=show_version),
    ] = False,
) -> None:
    """Options of the program itself."""


def later() -> None:
    """Stand for a command that was not asked for: its module isn't loaded, only its line of help is shown."""


def program(wanted: Iterable[str]) -> typer.Typer:
    """The program, with the commands that are wanted loaded and the others by their line of help."""
    app = typer.Typer(
        name="smwatch",
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help starts twice as fast
        add_completion=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        pretty_exceptions_enable=False,
        help=N_("Hear what feeds and comments say about a brand, before it becomes a crisis."),
        epilog=EPILOG,
        callback=root,
    )
    for name, line in COMMANDS.items():
        if name not in wanted:
            app.command(name=name, help=line)(later)
            continue
        module = import_module(f"smwatch.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=line)
        else:
            app.command(name=name, help=line)(module.command)
    return app


def build(speech: Speech, word: str = "") -> Any:  # noqa: ANN401 - Typer's command class has no public name
    """The command tree with every help text in the language of `speech`; `word` is the command that was typed."""
    if speech.lang != "en":  # Typer asks gettext for some of its words; they are in our catalogue
        os.environ["LANGUAGE"] = speech.lang
        gettext.bindtextdomain("smwatch", Path(locales.__file__).parent)
        gettext.textdomain("smwatch")
    return tree(speech.lang, word if word in COMMANDS else "")


@cache
def tree(lang: str, word: str) -> Any:  # noqa: ANN401 - likewise
    """The tree in one language; made once, for programs that carry out many command lines, as tests do."""
    command = typer.main.get_command(program({word}))
    tidy(command)
    if lang != "en":
        translate(command, Speech(lang))
    return command


WORDS = (
    *(N_("Usage: "), N_("Options:"), N_("Commands:"), N_("Arguments:")),
    *(N_("COMMAND [ARGS]..."), N_("Show this message and exit.")),
)
"""Words of Typer's help that it doesn't ask gettext for."""


def tidy(command: Any) -> None:  # noqa: ANN401 - likewise
    """Take [1<=x<=9223372036854775807] and {braces} out of the help of a command; no summary is cut off."""
    for parameter in command.params:
        if parameter.param_type_name == "argument" and parameter.required:
            parameter.make_metavar = partial(plainly, parameter)
        if hasattr(parameter.type, "_describe_range"):
            parameter.type._describe_range = str  # noqa: SLF001 - Typer has no other way to leave it out
    for child in getattr(command, "commands", {}).values():
        child.short_help = child.short_help or child.help
        tidy(child)


def plainly(argument: Any, *_: object, **__: object) -> str:  # noqa: ANN401 - Typer's argument
    """An argument as the manual has it; Typer would put one that is required in {braces}, which somebody may type."""
    return str(argument.metavar)


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
