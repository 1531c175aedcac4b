"""Typer commands, a module per noun: they parse, call, print, and hold no logic.

`main` is the front door: global options, language, then the command; every error leaves here in the person's
language, with the exit code that scripts rely on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from smwatch.cli.arguments import Globals, take_globals, with_list
from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode

if TYPE_CHECKING:
    from smwatch.protocols import Clock


def main(argv: Sequence[str] | None = None) -> None:
    """The `smwatch` command; exits with the code of docs/reference/exit-codes.md."""
    if sys.stdout is None:  # whoever started it left none
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a screen that lacks a sign shows "?" for it
            stream.reconfigure(errors="replace")
    if "_SMWATCH_COMPLETE" in os.environ:  # a shell asks what could stand here
        from smwatch.cli.completing import answer

        answer(sys.argv[1:] if argv is None else argv)
        sys.exit(ExitCode.DONE)
    try:
        code = run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # while it was taking its leave
        code = ExitCode.STOPPED
    if code == ExitCode.STOPPED:
        leave_at_once()
    sys.exit(code)


def run(argv: Sequence[str], *, clock: Clock | None = None) -> int:
    """Carry out a command line and give back its exit code; `clock` is for tests that set the time."""
    terminal = Terminal(Globals(json="--json" in argv), clock)
    try:
        taken, words = take_globals(argv)
        terminal = Terminal(taken, clock)
        terminal.log.begin(words)
        code = carry_out(terminal, with_list(words))
        terminal.log.end(code)
        sys.stdout.flush()  # here, where a reader that went away is no mishap
    except BrokenPipeError:  # `smwatch mentions | head` is fine
        from smwatch.cli.failures import close_stdout

        close_stdout()
        return ExitCode.DONE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last door: never a bare traceback
        from smwatch.cli.failures import show

        code = show(terminal, error)
        terminal.log.end(code, error)
        return code
    else:
        return code
    finally:
        terminal.close()


def leave_at_once() -> NoReturn:
    """After Ctrl-C: without waiting for polls under way. What was stored stays; what they would bring is due again."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(ExitCode.STOPPED)


def carry_out(terminal: Terminal, words: Sequence[str]) -> int:
    """Hand the words to Typer, in the person's language; its own `main` has other ideas of Ctrl-C and closed pipes."""
    import typer

    from smwatch.cli.commands import build

    command = build(terminal.speech_without_config, words[0] if words else "")
    try:
        with command.make_context("smwatch", list(words), obj=terminal) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, EOFError):  # Ctrl-C or Ctrl-D where something was asked
        raise KeyboardInterrupt from None
    except Exception as error:
        from smwatch.cli.failures import as_usage_error, is_usage_error, path_of

        if not is_usage_error(error):
            raise
        if type(error).__name__ == "NoArgsIsHelpError" and not terminal.globals.json:
            terminal.write(str(error))
            return ExitCode.DONE
        raise as_usage_error(error, path_of(command, words)) from None
    return ExitCode.DONE
