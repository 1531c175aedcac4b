"""How a command that fails takes its leave: what went wrong, where, how to mend it; with --json as one document."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from smwatch.errors import ConfigError, ExitCode, QueryError, SmwatchError, UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal

ISSUES = "https://github.com/smwatch/smwatch/issues"


def show_error(terminal: Terminal, error: SmwatchError) -> int:
    """Say the error in the person's language; back with its exit code."""
    speech = terminal.speech
    if isinstance(error, ConfigError) and error.problems:
        from smwatch.config.load import format_problems

        lines = format_problems(error, speech)
        what, hint = "\n".join(lines), ""
    else:
        what, hint = speech.say(error.what, **error.arguments), speech.say(error.mend, **error.arguments)
        if isinstance(error, QueryError):
            from smwatch.matching.errors import picture

            what += "\n" + picture(error)
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": error.kind, "message": what, "hint": hint}})
    else:
        print(f"smwatch: {what}" if not isinstance(error, ConfigError) or not error.problems else what, file=sys.stderr)
        if hint:
            print("  → " + hint, file=sys.stderr)
    return int(error.exit_code)


def show_stopped(terminal: Terminal) -> int:
    """Ctrl-C: what was stored stays, the rest is due next time."""
    message = terminal.speech.say(N_("Stopped. Nothing is lost; the next scan goes on from here."))
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": "stopped", "message": message, "hint": ""}})
    else:
        print("\n" + message, file=sys.stderr)
    return ExitCode.STOPPED


def show_bug(terminal: Terminal, bug: Exception) -> int:
    """Something that must not happen: one sentence and where to report it; the traceback with --verbose."""
    say = terminal.speech.say
    message = say(N_("a mistake in smwatch itself: {bug}"), bug=f"{type(bug).__name__}: {bug}")
    hint = say(N_("please report it, with what --verbose adds: {url}"), url=ISSUES)
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": "bug", "message": message, "hint": hint}})
    else:
        print(f"smwatch: {message}\n  → {hint}", file=sys.stderr)
    if terminal.globals.verbose:
        traceback.print_exception(bug, file=sys.stderr)
    return ExitCode.BUG


def is_usage_error(error: Exception) -> bool:
    """Whether Typer refused the words."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def as_usage_error(error: Exception) -> UsageError:
    """Typer's refusal in our words, with the way to the help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "smwatch"
    parameter, possible = getattr(error, "param", None), getattr(error, "possibilities", None) or []
    option = getattr(error, "option_name", "") or (max(parameter.opts, key=len) if parameter else "")
    said = str(getattr(error, "message", "") or error)
    what = REFUSALS.get(type(error).__name__, N_("{said}"))
    if type(error).__name__ == "UsageError" and said.startswith("No such command"):
        what, option = N_("there is no command {option}"), said.split("'")[1] if "'" in said else said
    mend = N_("did you mean {possible}? {command} --help lists all") if possible else N_("see {command} --help")
    return UsageError(what, mend, said=said, option=option, command=command, possible=", ".join(possible))


REFUSALS = {
    "NoSuchOption": N_("there is no option {option}"),
    "MissingParameter": N_("{option} is missing"),
    "BadParameter": N_("{option} can't take this value: {said}"),
    "BadOptionUsage": N_("{option} needs a value, or takes none"),
}
"""What Typer refuses, by the name of its exception."""
