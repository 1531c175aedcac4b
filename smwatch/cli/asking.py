"""Questions on a terminal, with what is proposed; where nobody is there to answer, what is given or proposed."""

from __future__ import annotations

import sys

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_


class Asker:
    """Asks on a terminal; elsewhere takes what is given or proposed."""

    def __init__(self, terminal: Terminal, *, silent: bool) -> None:
        """`silent`: nobody is there to answer."""
        self.say, self.silent = terminal.speech.say, silent

    def text(self, given: str, question: str, default: str, missing: str = "") -> str:
        """What was given, else the answer, else the default; UsageError (`missing`) where none of these is there."""
        if given.strip():
            return whole(given.strip())
        if not self.silent:
            proposed = None if missing else default  # None: asked again until something is said
            while not (said := self._asked(question, proposed, shown=bool(default))) and missing:
                pass  # blanks say nothing either
            return whole(said)
        if missing:
            raise UsageError(missing, N_("or run `smwatch init` in a terminal, and it asks"))
        return default

    def _asked(self, question: str, proposed: str | None, *, shown: bool) -> str:
        said = typer.prompt(self.say(question), default=proposed, show_default=shown, prompt_suffix=" ", err=True)
        return str(said).strip()

    def yes(self, question: str) -> bool:
        """Yes is what is proposed."""
        if self.silent:
            return True
        asked = f"{self.say(question)} {self.say(N_('[Y/n]'))}"
        while answer := _answer(asked):
            if answer[0].lower() in "yon":  # yes, oui, non, no
                return answer[0].lower() != "n"
        return True


def somebody(terminal: Terminal) -> bool:
    """Whether somebody is there to be asked."""
    return not terminal.globals.json and sys.stdin is not None and sys.stdin.isatty()


def agreed(terminal: Terminal, question: str) -> bool:
    """Whether they say yes; no is what is proposed."""
    return _answer(terminal.speech.say(question))[:1].lower() in {"y", "o"}


def _answer(asked: str) -> str:
    return str(typer.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True)).strip()


def whole(text: str) -> str:
    """Without the half signs that a badly set terminal hands over: they can't stand in an address or a file."""
    return text.encode("utf-8", "replace").decode()
