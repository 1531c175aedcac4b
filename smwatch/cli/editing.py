"""The config's file while commands change it: what it names already, and the words in which that is told."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smwatch.cli.terminal import Terminal
from smwatch.config.edit import Opened, Table, changed_meanwhile, open_text, save, table_text, with_tables
from smwatch.errors import ConfigError, Problem, UsageError
from smwatch.locales import N_
from smwatch.text.links import masked, same_address

if TYPE_CHECKING:
    from smwatch.config.settings import Config
    from smwatch.models import FeedSpec

Added = tuple[str, Table]
"""The name of a table, and its keys."""


@dataclass
class Editing:
    """A config that reads well, and its file as it is."""

    terminal: Terminal

    def __post_init__(self) -> None:
        """ConfigError, with every problem, where the config is wrong before anything is changed."""
        self.terminal.app.check_config()

    @cached_property
    def opened(self) -> Opened:
        """The file."""
        return open_text(self.terminal.app.config.path or self.terminal.app.folder)

    def same(self) -> None:
        """NothingDoneError where the file isn't any more what was read: tables that are counted may be others now."""
        from smwatch.config.load import load_text

        config, now = self.terminal.app.config, load_text(self.opened.text, self.opened.path)
        if (now.feeds, now.searches) != (config.feeds, config.searches):
            raise changed_meanwhile(self.opened.path)

    @cached_property
    def known(self) -> dict[str, FeedSpec]:
        """Every feed that is followed, those that searches stand for included, by what addresses are compared by."""
        return {same_address(spec.url): spec for spec in self.terminal.app.specs}

    def add(self, tables: Iterable[Added], *, dry_run: bool) -> None:
        """Write these, or with `dry_run` show their lines; UsageError where one isn't what a config may hold."""
        tables = list(tables)
        text = self.opened.text
        for table in dict.fromkeys(table for table, _ in tables):
            text = with_tables(text, table, [keys for name, keys in tables if name == table])
        if dry_run and not self.terminal.globals.json:
            self.terminal.write("\n\n".join(table_text(table, shown(keys)) for table, keys in tables))
        self.save(text, dry_run=dry_run)

    def save(self, text: str, *, dry_run: bool) -> None:
        """Check the text; write it, and say so."""
        try:
            if dry_run:
                self._check_text(text)
            else:
                save(self.opened, text, self._check)
        except ConfigError as error:
            raise as_typed(self.terminal, error.problems[0]) from error

    def _check_text(self, text: str) -> None:
        from smwatch.config.load import load_text

        self._check(load_text(text, self.opened.path))

    @staticmethod
    def _check(config: Config) -> None:
        from smwatch.app import App

        with closing(App(config=config)) as app:
            app.check_config()


def shown(keys: Table) -> Table:
    """A table as it may be shown: a login in its address is nobody's business."""
    return {name: masked(value) if name == "url" and isinstance(value, str) else value for name, value in keys.items()}


def as_typed(terminal: Terminal, problem: Problem) -> UsageError:
    """What a config may not say, told to who typed it: there is no line yet on which it stands."""
    say, key = terminal.speech.say, problem.key.rpartition(".")[2]
    what = say(problem.what, **problem.arguments)
    said = say(N_("{what}: {how}"), what=key, how=what) if key and not key.isdecimal() else what
    return UsageError("{said}", problem.mend, **{**problem.arguments, "said": said})
