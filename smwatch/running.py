"""Where the work runs, as [run] says: what each runner is made of, and what goes to processes elsewhere.

    running = Running(config, home, ...)      home: reads and works in other processes (app.py's functions)
    running.runner, .read, .setup(head)       what a scan is given
    running.far(settings, head)               what scores stored mentions, and hears labelled texts

here          one feed after the other, in the scan's own process; documents are read in one process apart
threads       many fetch at once, some processes read; scores are made in the scan's own process
processes     batches of feeds are fetched, read and scored by as many processes as there are processors
dask://, tls  the same batches by the workers of a cluster

What goes elsewhere are values: the config without what is nobody's business there, the head that labels taught, and
feeds with the secrets of their own headers, resolved here. Nothing of that is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from smwatch.config.settings import Config, Run, SentimentSettings
from smwatch.feeds.poll import fetch
from smwatch.machine import cores
from smwatch.models import Feed, Polled, PollResult, Sentiment
from smwatch.protocols import Away, Passage, Runner, Scorer, Unread

if TYPE_CHECKING:
    from smwatch.feeds.fetch import HttpFetcher
    from smwatch.polling import Reading
    from smwatch.runners.batches import Batches
    from smwatch.runners.dask import Cluster
    from smwatch.runners.hands import Hands
    from smwatch.runners.processes import Readers
    from smwatch.sentiment.head import Head
    from smwatch.understand import Scoring

TOGETHER: Final = 32  # passages that are sent at a time: a quarter of a second of the encoder's work


class Home(NamedTuple):
    """What is called in other processes: functions of a module, which pickle finds again there."""

    reading: Callable[[Config], Reading]
    working: Callable[[Config, Head | None], Away]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What does the work in another process. Fulfils `Away`."""

    fetcher: HttpFetcher
    reading: Reading
    scoring: Scoring
    hearing: Callable[[], Any]  # the scorer that labels teach

    def fetch(self, feed: Feed, now: datetime) -> PollResult | Unread:
        """The first half; secrets came with the feed."""
        return fetch(feed, fetcher=self.fetcher, now=now, headers=feed.spec.headers)

    def pause(self, server: str, seconds: float) -> None:
        """A server is left alone."""
        self.fetcher.pause(server, seconds)

    def read(self, unread: Unread) -> PollResult:
        """The second half."""
        return self.reading(unread)

    def scored(self, polled: Polled) -> Polled:
        """The same with its mentions scored."""
        return self.scoring.polled(polled)

    def answer(self, what: str, value: object) -> object:
        """What passages feel, or what is heard of them."""
        assert isinstance(value, list)  # noqa: S101 - for the type checker
        return self.scoring.score(value) if what == "score" else self.hearing().hear(value)


@dataclass(frozen=True, slots=True)
class Far:
    """A scorer elsewhere. Fulfils `Scorer`, and hears as the encoder does."""

    batches: Batches
    setup: Callable[[], Away]
    name: str
    versions: frozenset[str]

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        return self._asked("score", passages)

    def hear(self, passages: Sequence[Passage]) -> list[Any]:
        """The features of each passage."""
        return self._asked("hear", passages)

    def _asked(self, what: str, passages: Sequence[Passage]) -> list[Any]:
        some = (list(passages[start : start + TOGETHER]) for start in range(0, len(passages), TOGETHER))
        return [one for answers in self.batches.ask(self.setup, what, some) for one in answers]


class Running:
    """The runner of a config, made when it is first needed."""

    def __init__(self, config: Config, home: Home, secret: Callable[[str, str], str], folder: Path) -> None:
        """`secret` resolves one: its value in the config, and what needs it. `folder`: paths are relative to it."""
        self._config, self._home, self._secret, self._folder = config, home, secret, folder

    @property
    def away(self) -> bool:
        """Whether whole batches are worked on by other processes."""
        return self._config.run.on not in {"here", "threads"}

    @property
    def runner(self) -> Runner:
        """As [run] on says; a cluster that was lost is looked for anew."""
        from smwatch.runners.threads import Here, Threads

        if self.away:
            if "crew" in self.__dict__ and self.crew.lost:
                self.crew.close()
                del self.crew, self.batches
            return self.batches
        return Here() if self._config.run.on == "here" else Threads(self._config.network.workers)

    @property
    def readers(self) -> int:
        """How many may read at once."""
        return 1 if self._config.run.on == "here" else cores()

    @cached_property
    def read(self) -> Readers:
        """Reads in processes of their own, where no document can hurt; they know no scorer."""
        from smwatch.runners.processes import Readers

        return Readers(partial(self._home.reading, replace(self._config, feeds=(), searches=())), self.readers)

    @cached_property
    def crew(self) -> Hands | Cluster:
        """Who works on batches."""
        run, workers = self._config.run, self._config.network.workers
        if run.on == "processes":
            from smwatch.runners.hands import Hands

            return Hands(cores(), workers)
        from smwatch.runners.dask import Cluster, Tls

        files = [str(self._folder / Path(file).expanduser()) if file else "" for file in (run.ca, run.cert, run.key)]
        return Cluster(run.on, Tls(*files), workers)

    @cached_property
    def batches(self) -> Batches:
        """The runner that sends them."""
        from smwatch.feeds.hosts import PACES
        from smwatch.runners.batches import Batches

        timeout = self._config.network.timeout.total_seconds()
        return Batches(self.crew, where=self._config.run.on, timeout=timeout, whole=PACES)

    def setup(self, head: Head | None) -> Callable[[], Away]:
        """What makes, elsewhere, what does the work."""
        return partial(self._home.working, self._sent, head)

    def far(self, settings: SentimentSettings, head: Head | None = None) -> Far | None:
        """What these settings score with, where that is done elsewhere; None: here."""
        if not self.away:
            return None
        from smwatch.sentiment.told import versions_of

        setup = partial(self._home.working, replace(self._sent, sentiment=meant_by(settings)), head)
        return Far(self.batches, setup, self._config.run.on, versions_of(settings, head.version if head else ""))

    def named(self, scorer: str) -> Scorer:
        """The scorer of this name, here or elsewhere; UsageError for a name that no scorer has."""
        from smwatch.sentiment.scorers import scorer_named

        return self.far(SentimentSettings(en=scorer, fr=scorer)) or scorer_named(scorer)

    @cached_property
    def _sent(self) -> Config:
        """As much of the config as is sent; its proxy with its secret, and `auto` as what that is here."""
        config = self._config
        return replace(
            config,
            path=None, database=Path(), lines={}, run=Run(), feeds=(), searches=(),
            mail=None, digests=(), notify=(), duty=(), playbook=(),
            people=tuple(replace(person, notify="") for person in config.people),
            network=replace(config.network, proxy=self._secret(config.network.proxy, "network.proxy")),
            sentiment=meant_by(config.sentiment),
        )  # fmt: skip

    def close(self) -> None:
        """End the processes that were begun, and leave the cluster."""
        for part in [self.__dict__[name] for name in ("read", "crew") if name in self.__dict__]:
            part.close()


def meant_by(settings: SentimentSettings) -> SentimentSettings:
    """The same with the scorer that `auto` is here: elsewhere it might be another, and scores would differ."""
    from smwatch.sentiment.installed import meant

    return replace(settings, en=meant(settings.en), fr=meant(settings.fr))
