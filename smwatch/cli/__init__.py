"""Typer commands, a module per noun: they parse, call, print, and hold no logic.

`main` is the front door: global options, language, then the command; every error leaves here in the person's
language, with the exit code that scripts rely on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from smwatch.cli.arguments import take_globals, with_list
from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode, SmwatchError

if TYPE_CHECKING:
    from smwatch.protocols import Clock


def main(argv: Sequence[str] | None = None) -> None:
    """The `smwatch` command; exits with the code of docs/reference/exit-codes.md."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: Sequence[str], *, clock: Clock | None = None) -> int:
    """Carry out a command line and give back its exit code; `clock` is for tests that set the time."""
    from smwatch.cli.failures import show_bug, show_error, show_stopped

    terminal = Terminal(given_clock=clock)
    try:
        taken, words = take_globals(argv)
        terminal = Terminal(taken, clock)
        return carry_out(terminal, with_list(words))
    except SmwatchError as error:
        return show_error(terminal, error)
    except KeyboardInterrupt:
        return show_stopped(terminal)
    except BrokenPipeError:  # `smwatch mentions | head` is fine
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as bug:  # noqa: BLE001 - the last door: says where to report it, never a bare traceback
        return show_bug(terminal, bug)
    finally:
        terminal.close()


def carry_out(terminal: Terminal, words: Sequence[str]) -> int:
    """Hand the words to Typer, in the person's language."""
    from smwatch.cli.commands import build
    from smwatch.cli.failures import as_usage_error, is_usage_error

    command = build(terminal.speech)
    try:
        code = command.main(args=list(words), prog_name="smwatch", standalone_mode=False, obj=terminal)
    except Exception as error:
        if is_usage_error(error):
            raise as_usage_error(error) from None
        raise
    return int(code) if isinstance(code, int) else ExitCode.DONE
