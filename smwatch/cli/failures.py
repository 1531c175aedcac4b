"""How a command that fails takes its leave: what went wrong, where, how to mend it; with --json as one document."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from smwatch.errors import HOME, ConfigError, ExitCode, NothingDoneError, QueryError, SmwatchError, UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.locales import Speech

ISSUES = f"{HOME}/issues"


NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What a system says where a file, or what stdout leads to, takes no more."""


def show(terminal: Terminal, error: BaseException) -> int:
    """Say what ended the command in the person's language; back with the exit code.

    Where stdout takes nothing (its reader went away, its disk is full), what --json would tell is said on stderr.
    """
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        error = NothingDoneError(
            N_("nothing more can be written: {why}"), N_("make room, or write elsewhere"), why=error.strerror
        )
    code = None
    try:
        code = _said(terminal, error)
        sys.stdout.flush()
    except OSError:
        close_stdout()
        if code is None or terminal.globals.json:  # else it was told on stderr already
            terminal.globals = replace(terminal.globals, json=False)
            return _said(terminal, error)
    return code


def close_stdout() -> None:
    """Whatever waits to be written there is let go: at the end Python would stumble over it."""
    with suppress(OSError, ValueError):  # where it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _said(terminal: Terminal, error: BaseException) -> int:
    match error:
        case SmwatchError():
            return show_error(terminal, error)
        case KeyboardInterrupt():
            return show_stopped(terminal)
        case _:
            return show_bug(terminal, error)


def show_error(terminal: Terminal, error: SmwatchError) -> int:
    """Say the error in the person's language; back with its exit code."""
    what, hint = said(error, terminal.speech)
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": error.kind, "message": what, "hint": hint}})
    else:
        told = what if isinstance(error, ConfigError) and error.problems else f"smwatch: {what}"
        terminal.tell(f"{told}\n  → {hint}" if hint else told)
    return int(error.exit_code)


def said(error: SmwatchError, speech: Speech) -> tuple[str, str]:
    """What is wrong, and how to mend it: a query with its caret, all that is wrong with a config."""
    if isinstance(error, ConfigError) and error.problems:
        from smwatch.config.load import format_problems

        return "\n".join(format_problems(error, speech)), ""
    if isinstance(error, QueryError):
        from smwatch.matching import errors

        what, hint = errors.said(error, speech)
        return f"{what}\n{errors.picture(error)}", hint
    return speech.say(error.what, **error.arguments), speech.say(error.mend, **error.arguments)


def show_stopped(terminal: Terminal) -> int:
    """Ctrl-C: what was stored stays; the command has left word of what does the rest."""
    message = terminal.speech.say(terminal.stopped, command=terminal.again)
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": "stopped", "message": message, "hint": ""}})
    else:
        terminal.tell("\n" + message)
    return ExitCode.STOPPED


def show_bug(terminal: Terminal, bug: BaseException) -> int:
    """Something that must not happen: one sentence and where to report it; the traceback with --verbose."""
    say = terminal.speech.say
    message = say(N_("a mistake in smwatch itself: {bug}"), bug=f"{type(bug).__name__}: {bug}")
    hint = say(N_("report it, with what --verbose adds: {url}"), url=ISSUES)
    if terminal.globals.json:
        terminal.print_json({"error": {"kind": "bug", "message": message, "hint": hint}})
    else:
        terminal.tell(f"smwatch: {message}\n  → {hint}")
    if terminal.globals.verbose:
        from smwatch.text.clean import scrub

        sys.stderr.write(scrub("".join(traceback.format_exception(bug))))
    return ExitCode.BUG


def is_usage_error(error: Exception) -> bool:
    """Whether Typer refused the words."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def path_of(command: Any, words: Sequence[str]) -> str:  # noqa: ANN401 - Typer's command
    """The command that was typed, with those it stands in: "smwatch mentions list"."""
    path = ["smwatch"]
    for word in words:
        if (command := getattr(command, "commands", {}).get(word)) is None:
            break
        path.append(word)
    return " ".join(path)


def as_usage_error(error: Exception, typed: str = "smwatch") -> UsageError:
    """Typer's refusal in our words, with the way to the help of the command that was typed."""
    context, parameter = getattr(error, "ctx", None), getattr(error, "param", None)
    command = context.command_path if context else typed
    possible = list(getattr(error, "possibilities", None) or [])
    option = getattr(error, "option_name", "") or name_of(parameter)
    said, kind = str(getattr(error, "message", "") or error), type(error).__name__
    what, mend = REFUSALS.get(kind, N_("{said}")), N_("see {command} --help")
    if kind == "NoArgsIsHelpError":
        what = N_("{command} needs a command")
    elif said.startswith("No such command"):
        what, option = N_("there is no command {option}"), said.split("'")[1] if "'" in said else said
        possible = get_close_matches(option, getattr(getattr(context, "command", None), "commands", ()), 2)
    elif said.startswith("Got unexpected extra"):
        what, option = N_("{command} has no use for “{option}”"), said.partition(" (")[2].removesuffix(")")
        if command in TAKES_A_TEXT:
            mend = N_("put the text in quotes, all of it")
    if possible:
        mend = N_("did you mean {possible}? {command} --help lists all")
    elif choices := re.findall("'([^']+)'", said.partition(" is not one of ")[2]):
        possible, mend = choices, N_("choose one of: {possible}")
    elif kind == "BadParameter" and (" range" in said or "integer" in said):
        mend = N_("write a whole number of 1 or more")
    return UsageError(what, mend, said=said, option=option, command=command, possible=", ".join(possible))


def name_of(parameter: Any) -> str:  # noqa: ANN401 - Typer's parameter, or None
    """What a parameter is called where the person sees it: --limit, NUMBER."""
    if parameter is None:
        return ""
    name = max(parameter.opts, key=len)
    return name if name.startswith("-") else str(parameter.metavar or name.upper())


TAKES_A_TEXT = {"smwatch brands test", "smwatch sentiment explain"}
"""Commands to which a text is given, of which the shell makes words where it isn't quoted."""

REFUSALS = {
    "NoSuchOption": N_("there is no option {option}"),
    "MissingParameter": N_("{option} is missing"),
    "BadParameter": N_("{option} can't take this value"),
    "BadOptionUsage": N_("{option} needs a value, or takes none"),
}
"""What Typer refuses, by the name of its exception."""
