"""What a command needs of the person's side: their options, language, screen, and the App of their config.

Results go to stdout, progress and problems to stderr; with --json stdout holds one JSON document and nothing else.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smwatch.cli.arguments import Globals
from smwatch.errors import ConfigError, SmwatchError
from smwatch.locales import N_, Speech, locale_language

if TYPE_CHECKING:
    from datetime import datetime

    from rich.console import Console

    from smwatch.app import App
    from smwatch.cli.log import Log
    from smwatch.config.settings import Config
    from smwatch.deciding import Decider
    from smwatch.models import Brand
    from smwatch.protocols import Clock


@dataclass
class Terminal:
    """One run of the program, seen from the person who typed it. Commands find it as `ctx.obj`."""

    globals: Globals = field(default_factory=Globals)
    given_clock: Clock | None = None  # tests set the time
    stopped: str = N_("Stopped.")  # what Ctrl-C leaves to say,
    again: str = ""  # and the command that goes on

    @property
    def clock(self) -> Clock:
        """The time that was given, else the machine's."""
        if self.given_clock:
            return self.given_clock
        from smwatch.app import utc_now

        return utc_now

    def _now(self) -> datetime:
        """Asks for the clock only when the time is."""
        return self.clock()

    @cached_property
    def log(self) -> Log:
        """Where it is noted what is done, if anywhere."""
        from smwatch.cli.log import Log

        return Log(self.globals, self._now, self.warn)

    @cached_property
    def app(self) -> App:
        """The parts for the person's config; ConfigError where it is missing or wrong."""
        from smwatch.config.load import find_config

        config = config_at(find_config(self.globals.config, os.environ, Path.cwd()))
        found = self.__dict__["app"] = self.app_of(config)
        if self.globals.who:  # a name that nobody bears is told now, in the config's language
            found.decider.name(config.people)
        return found

    def app_of(self, config: Config) -> App:
        """The parts for a config."""
        from smwatch.app import App

        return App(config=config, clock=self.clock, lang=self.globals.lang, decider=self.decider)

    @property
    def decider(self) -> Decider:
        """Who somebody says that they are."""
        from smwatch.deciding import Decider

        return Decider(typed=self.globals.who)

    @property
    def by_hand(self) -> str:
        """Who looks after the file itself: a machine may do that by itself, whoever left."""
        return self.app.decider.name(self.app.config.people, strict=False)

    @cached_property
    def any_app(self) -> App:
        """The same; that of the defaults where there is no config, for what needs none."""
        from smwatch.config.load import NoConfigError

        try:
            return self.app
        except NoConfigError:
            return self.bare_app()

    @cached_property
    def text_app(self) -> App:
        """The same for texts at hand, for which a config that is wrong will do as well as none; unless it was named."""
        try:
            return self.any_app
        except ConfigError as error:
            if self.globals.config:
                raise
            self.note(N_("{file} has mistakes, and isn't needed here; `{smwatch} check` tells them."), file=error.file)
            return self.bare_app()

    def bare_app(self) -> App:
        """The parts for no config."""
        from smwatch.config.load import user_database
        from smwatch.config.settings import Config

        return self.app_of(Config(database=user_database()))

    @property
    def speech(self) -> Speech:
        """How one speaks here, with commands as they are typed for the same config."""
        return replace(self._speech, program=self.typed())

    @property
    def _speech(self) -> Speech:
        """--lang, else the config's language where there is one that can be read, else the locale's."""
        if "app" in self.__dict__:
            return self.app.speech
        return self.speech_without_config if self.globals.lang else self._speech_of_config

    @property
    def speech_without_config(self) -> Speech:
        """--lang, else the locale's: for help, which is to come at once."""
        return Speech(self.globals.lang or locale_language(os.environ))

    @cached_property
    def _speech_of_config(self) -> Speech:
        try:
            return self.app.speech
        except SmwatchError:  # told by whatever needs the config
            return self.speech_without_config

    @cached_property
    def out(self) -> Console:
        """Where results go."""
        return self._console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Where progress and problems go."""
        return self._console(stderr=True)

    def _console(self, *, stderr: bool) -> Console:
        if not self.globals.plain:
            return console(stderr=stderr)
        from smwatch.cli.plain import Plain

        return Plain(self.speech, stderr=stderr, highlight=False, emoji=False, markup=False)

    @property
    def watched(self) -> bool:
        """Whether somebody sits before a screen, and wants to see more than results."""
        return self.err.is_terminal and not (self.globals.quiet or self.globals.json)

    def print_json(self, value: Any) -> None:  # noqa: ANN401 - anything that JSON knows
        """One JSON document on stdout."""
        from smwatch.text.clean import escaped

        print(escaped(json.dumps(value, ensure_ascii=False, indent=1)))

    def write(self, text: str) -> None:
        """Plain text on stdout, as it is but for what a terminal would obey."""
        from smwatch.text.clean import scrub

        text = scrub(text)
        sys.stdout.write(text if text.endswith("\n") else text + "\n")

    def note(self, message: str, **arguments: object) -> None:
        """A line for the person on stderr, in their language; not with --quiet."""
        if not self.globals.quiet:
            self.tell(self.speech.say(message, **arguments))

    def warn(self, message: str, **arguments: object) -> None:
        """A line that somebody must read on stderr, with --quiet too."""
        self.tell(self.speech.say(message, **arguments), "yellow")

    def tell(self, said: str, style: str = "") -> None:
        """What was said already, on stderr; on a terminal wrapped between words."""
        from smwatch.cli.wrapping import tell

        tell(self.err, self.log.marked(said), style)

    def typed(self, *words: str) -> str:
        """A command of these words, as it is typed for the same config by the same person."""
        who = self.globals.who
        return shlex.join([*self.globals.program, *(["--as", who] if who else []), *words])

    def busy(self, message: str) -> AbstractContextManager[object]:
        """On a terminal, say on stderr what takes its time, as long as it does."""
        return nullcontext() if self.globals.quiet else self.err.status(self.speech.say(message))

    def brand(self, name: str) -> Brand:
        """The config's brand of that name; UsageError names those there are."""
        from smwatch.errors import UsageError

        found = self.app.brand(name)
        if found is None:
            known = [brand.name for brand in self.app.config.brands]
            close = get_close_matches(name.casefold(), map(str.casefold, known), 1)
            raise UsageError(
                N_("the config has no brand “{name}”"),
                N_("did you mean “{close}”? it has: {known}") if close else N_("it has: {known}"),
                name=name,
                known=", ".join(known),
                close=next((each for each in known if close and each.casefold() == close[0]), ""),
            )
        return found

    def close(self) -> None:
        """Give back what was opened."""
        for app in {
            id(app): app for name in ("app", "any_app", "text_app") if (app := self.__dict__.get(name))
        }.values():
            app.close()
        if "log" in self.__dict__:
            self.log.close()


def config_at(path: Path) -> Config:
    """The config in a file; ConfigError with all its mistakes at once, those too that the file doesn't show."""
    from smwatch.config.load import load_config

    try:
        return load_config(path)
    except ConfigError as error:
        from smwatch.mistakes import of_document

        problems = of_document(error.document, error.lines, {problem.key for problem in error.problems})
        error.problems = sorted(error.problems + problems, key=lambda problem: problem.line)
        raise


def console(*, stderr: bool) -> Console:
    """A screen that keeps to NO_COLOR, pipes and the terminal's width."""
    from smwatch.cli.wrapping import Screen

    return Screen(stderr=stderr, highlight=False, emoji=False, markup=False)
