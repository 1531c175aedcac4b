"""What is to run by itself, and when: a scan every few minutes, and each digest at its time. Pure."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from smwatch.config.load import user_database
from smwatch.config.settings import Config
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.fold import fold

Say = Callable[..., str]
"""Puts a message into the person's language."""

UNTIMED = N_('digests without a time: {names}; give them when = "daily 07:30" in the config')

STEPS = (60, 30, 20, 15, 10, 5)
"""Minutes between two scans: parts of an hour, so that each hour has them at the same minutes; less is impolite."""
USUAL = timedelta(minutes=15)
"""The busiest feed that has a rhythm of its own is due so often (feeds/timing.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command line and its time: each `minutes` of every hour, or at an `hour` once a day."""

    name: str  # in a file's name
    words: tuple[str, ...]  # after the program and its global options
    minutes: tuple[int, ...]
    hour: int | None = None  # None: each


BACKUP = Job(name="backup", words=("db", "backup"), minutes=(10,), hour=3)
"""Of a file; a server's backups are made by its own programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is to run for a config."""

    program: tuple[str, ...]  # absolute
    options: tuple[str, ...]  # --config and what every command is given
    zone: str  # of the jobs' hours; "": the machine's
    jobs: tuple[Job, ...]
    chores: tuple[Job, ...]  # worth having, for whoever wants them
    untimed: tuple[str, ...]  # digests that say no `when`
    variables: tuple[str, ...]  # of the environment, which the config refers to
    log: Path  # for where nobody else keeps one
    prefix: str = "smwatch"  # of files that are made for this config
    every: tuple[str, ...] = ()  # how often to scan, where it was asked for, as it is typed

    def typed(self, how: str) -> str:
        """The command that prints these lines."""
        return shlex.join((*self.program, *self.options, "schedule", how, *self.every))

    @property
    def path(self) -> str:
        """Where programs are looked for: cron's own PATH is short, and another on each system."""
        return ":".join(dict.fromkeys((str(Path(self.program[0]).parent), "/usr/local/bin", "/usr/bin", "/bin")))


def plan(config: Config, program: tuple[str, ...], *, every: timedelta | None = None, lang: str = "") -> Plan:
    """What a config asks for; `lang` where it leaves the language to a locale, which nothing has that runs by itself.

    UsageError where a path can't stand on one line.
    """
    path = config.path or Path("smwatch.toml")
    for each in (*program, str(path), str(config.database), *(digest.name for digest in config.digests)):
        if not each.isprintable():
            what = N_("{name} has a character that no line of cron or systemd can hold")
            raise UsageError(what, N_("give it another name"), name=repr(each))
    language = ("--lang", lang) if lang and not config.language else ()
    timed = [
        (digest, found) for digest in config.digests if (found := re.fullmatch(r"daily (\d\d):(\d\d)", digest.when))
    ]
    names = list(_file_names(digest.name for digest, _ in timed))
    digests = [
        Job(name=name, words=("digest", digest.name, "--send"), minutes=(int(at[2]),), hour=int(at[1]))
        for name, (digest, at) in zip(names, timed, strict=True)
    ]
    minutes = minutes_of(interval(config) if every is None else step(every), str(path))
    return Plan(
        program=program,
        options=("--config", str(path), *language),
        zone=config.timezone,
        jobs=(Job(name="scan", words=("scan",), minutes=minutes), *digests),
        chores=(
            Job(name="prune", words=("db", "prune"), minutes=(40,), hour=3),
            *([BACKUP] if isinstance(config.database, Path) else []),
        ),
        untimed=tuple(digest.name for digest in config.digests if digest.name and not digest.when),
        variables=tuple(variables(config)),
        log=(config.database if isinstance(config.database, Path) else user_database()).with_name("smwatch.log"),
        prefix="smwatch" if path.stem == "smwatch" else f"smwatch-{_slug(path.stem)}",
        every=() if every is None else ("--every", f"{step(every)}m"),
    )


def interval(config: Config) -> int:
    """Minutes between two scans: as often as the feed that may be polled most often, as the config says."""
    asked = [feed.every or USUAL for feed in config.feeds if feed.enabled]
    asked += [USUAL] * bool(config.searches or not asked)
    return step(min(asked))


def step(wanted: timedelta) -> int:
    """The longest part of an hour that isn't longer; five minutes at the least."""
    return next((minutes for minutes in STEPS if timedelta(minutes=minutes) <= wanted), STEPS[-1])


def minutes_of(every: int, path: str) -> tuple[int, ...]:
    """The minutes of an hour; not all the world's at its beginning, when servers have the most to do."""
    begin = hashlib.blake2b(path.encode("utf-8", "surrogateescape"), digest_size=2).digest()
    return tuple(range(int.from_bytes(begin) % every, 60, every))


def variables(config: Config) -> list[str]:
    """The environment variables that secrets stand in."""
    secrets = [config.network.proxy, *((config.mail.user, config.mail.password) if config.mail else ())]
    secrets += [each for notify in config.notify for each in (notify.url, notify.webhook, notify.secret)]
    secrets += [person.notify for person in config.people]
    secrets += [value for feed in config.feeds for value in feed.headers.values()]
    secrets += [] if isinstance(config.database, Path) else [config.database.url]
    names = (secret.removeprefix("env:") for secret in secrets if secret.startswith("env:"))
    return list(dict.fromkeys(names))


def _file_names(names: Iterator[str]) -> Iterator[str]:
    """A name for each digest that any file system takes, and no other of them has."""
    seen = set[str]()
    for number, name in enumerate(names, start=1):
        found = f"digest-{_slug(name)}".rstrip("-")
        yield (found := found if found not in seen else f"{found}-{number}")
        seen.add(found)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
