"""The front door: builds the parts from a Config, each when it is first needed.

The only file that chooses and makes the parts, and the only one that asks the machine for the time: tests
and the demo set its `clock`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from smwatch import models
from smwatch.config.load import kept_at
from smwatch.deciding import Decider
from smwatch.errors import ConfigError, NothingDoneError, Problem, UsageError
from smwatch.locales import Speech, locale_language
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.channels import Channels
    from smwatch.config.settings import Config
    from smwatch.feeds.fetch import HttpFetcher
    from smwatch.matching.brands import Matcher
    from smwatch.models import Brand, FeedSpec, PollResult, Relearnt, Rescored, ScanReport, Server
    from smwatch.polling import Asking, Reading
    from smwatch.posting import Poster
    from smwatch.protocols import Clock, Passage, Scorer
    from smwatch.relearn import Lesson
    from smwatch.rematch import Progress as Rereading
    from smwatch.running import Running, Worker
    from smwatch.scan import Progress
    from smwatch.sentiment.explain import Explanation
    from smwatch.sentiment.head import Head
    from smwatch.sentiment.learning import Hears
    from smwatch.sentiment.neural import EncoderScorer
    from smwatch.store import Store
    from smwatch.understand import Finding, Scoring
    from smwatch.understand import Progress as Scored

PATIENCE: Final = 1.5  # seconds in which a score is explained: what takes longer isn't tried


def utc_now() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def reading(config: Config) -> Reading:
    """What a process of `Readers` reads with."""
    return App(config=config).read


def working(config: Config, head: Head | None) -> Worker:
    """What does all the work in another process; `head` is what labels taught, as there is no database there."""
    from smwatch.running import Worker

    app = App(config=config)
    app.__dict__["learnt_head"] = head
    return Worker(fetcher=app.fetcher, reading=app.read, scoring=app.scoring(), hearing=app.teachable)


@dataclass(kw_only=True)
class App:
    """The parts of smwatch for one config. Nothing heavy is imported before it is used."""

    config: Config
    clock: Clock = utc_now
    lang: str = ""  # from the command line; wins over the config
    decider: Decider = field(default_factory=Decider)

    @cached_property
    def speech(self) -> Speech:
        """The language and time zone to speak in."""
        zone = ZoneInfo(self.config.timezone) if self.config.timezone else None
        return Speech(self.lang or self.config.language or locale_language(os.environ), zone)

    @cached_property
    def store(self) -> Store:
        """The database, created where there is none."""
        from smwatch.store import open_store

        return open_store(self.place, who=partial(self.decider.name, self.config.people))

    @property
    def place(self) -> Path | Server:
        """Where the database is; asks for it where that is a secret."""
        place = self.config.database
        return place if isinstance(place, Path) else kept_at(self.secret(place.url, "database"), self.folder)

    @cached_property
    def fetcher(self) -> HttpFetcher:
        """The one HTTP client."""
        from smwatch.feeds.fetch import HttpFetcher

        network = self.config.network
        return HttpFetcher(replace(network, proxy=self.secret(network.proxy, "network.proxy")))

    @cached_property
    def matcher(self) -> Matcher:
        """The brands' queries, compiled; every one that doesn't parse is in the ConfigError."""
        from smwatch.matching.brands import compile_brands

        self.check_queries()
        return compile_brands(self.config.brands)

    @cached_property
    def scorer(self) -> Scorer:
        """The scorers that the config names, by language."""
        from smwatch.sentiment.scorers import build_scorer

        with self._mistake_told():
            return build_scorer(self.config.sentiment, self.learnt_head)

    @cached_property
    def learnt_head(self) -> Head | None:
        """What the encoder learnt from people's labels, where it is used; a database is not made for that."""
        from smwatch.sentiment.installed import hears

        settings, file = self.config.sentiment, self.config.database
        with suppress(NothingDoneError):  # told by whatever needs the database itself
            if file.is_file() and hears(settings) and any(head.active for head in self.store.heads()):
                from smwatch.relearn import in_use

                return in_use(self.store)
        return None

    @property
    def learnt_version(self) -> str:
        """Of that head; "" where there is none."""
        return self.learnt_head.version if self.learnt_head else ""

    def teachable(self) -> EncoderScorer:
        """The scorer that labels teach, with the config's words; UsageError where it isn't used, or isn't there."""
        from smwatch.sentiment.scorers import hearer

        return hearer(self.config.sentiment)

    def hearing(self) -> Hears:
        """What hears labelled texts, here or elsewhere; UsageError likewise."""
        return self.running.far(self.config.sentiment) or self.teachable()

    def relearn(self, learning: Callable[[], AbstractContextManager[object]] = nullcontext) -> Relearnt | None:
        """Fit the encoder's head again, if enough labels have changed (see relearn.py); `learning` holds meanwhile."""
        from smwatch.relearn import relearn
        from smwatch.sentiment.installed import hears

        if not hears(self.config.sentiment):
            return None
        with ExitStack() as stack:

            def _load() -> Hears:
                stack.enter_context(learning())
                return self.hearing()

            return self._learnt(relearn(self.store, _load, self.clock()))

    def evaluate(self) -> Lesson:
        """What the labels in the database are worth, and a head that is fitted to them."""
        from smwatch.relearn import evaluate

        lesson = evaluate(self.store, self.hearing, self.clock())
        self._learnt(lesson.relearnt)
        return lesson

    def _learnt(self, relearnt: Relearnt | None) -> Relearnt | None:
        """The same; what was made with an older head is made anew."""
        for part in ("learnt_head", "scorer", "scorers") if relearnt else ():
            self.__dict__.pop(part, None)
        return relearnt

    @cached_property
    def scorers(self) -> tuple[str, ...]:
        """What its scores carry: ("encoder/1",). Loads no scorer, and finds a wrong name all the same."""
        from smwatch.sentiment.told import carried

        with self._mistake_told():
            return carried(self.config.sentiment, self.learnt_version)

    @cached_property
    def ask(self) -> Asking:
        """The first half of a poll."""
        from smwatch.polling import Asking

        return Asking(fetcher=self.fetcher, clock=self.clock, headers=self.headers)

    @cached_property
    def read(self) -> Reading:
        """What reads a body and finds the mentions in it, in this process."""
        from smwatch.polling import Reading, roles_of

        return Reading(finding=self.finding, languages=self.config.languages, roles=roles_of(self.config))

    @cached_property
    def finding(self) -> Finding:
        """What finds mentions in entries."""
        from smwatch.understand import Finding

        return Finding(matcher=self.matcher)

    @cached_property
    def running(self) -> Running:
        """Where the work runs."""
        from smwatch.running import Home, Running

        self.check_queries()  # here, where a mistake can be told
        return Running(self.config, Home(reading, working), self.secret, self.folder)

    def scoring(self, scored: Scored | None = None) -> Scoring:
        """What scores mentions, and what is quick enough for a flood of them."""
        from smwatch.understand import Scoring

        return Scoring(lambda: self.scorer, scored, spare=lambda: self._scorer("lexicon"))

    @property
    def folder(self) -> Path:
        """What relative paths are relative to."""
        return self.config.path.parent if self.config.path else Path.cwd()

    @cached_property
    def specs(self) -> tuple[FeedSpec, ...]:
        """Every feed of the config, and those that its searches stand for."""
        from smwatch.feeds.presets import search_feeds
        from smwatch.mistakes import preset_problems

        config, found = self.config, list(self.config.feeds)
        if problems := preset_problems([asdict(search) for search in config.searches], config.lines):
            raise ConfigError(str(config.path or ""), problems)
        names = {brand.name: brand.names or (brand.name,) for brand in config.brands}
        for search in config.searches:
            found += search_feeds(search, names.get(search.brand, ()), config.languages)
        return tuple(found)

    @contextmanager
    def _mistake_told(self) -> Iterator[None]:
        """A scorer's name that is none is a mistake of the config: it doesn't stand on the command line."""
        try:
            yield
        except UsageError as error:
            from smwatch.mistakes import wrong_scorers

            raise wrong_scorers(self.config, error) from error

    def check_config(self) -> None:
        """A ConfigError names every mistake that only shows when the config is used."""
        from smwatch.mistakes import check

        check(self.config, (self.check_queries, lambda: self.specs, lambda: self.scorers))

    def check_queries(self) -> None:
        """Parse each brand's query and names; a ConfigError names all that can't be read, with line and caret."""
        if self._query_problems:
            raise ConfigError(str(self.config.path or ""), self._query_problems)

    @cached_property
    def _query_problems(self) -> list[Problem]:
        from smwatch.mistakes import query_problems

        return query_problems([asdict(brand) for brand in self.config.brands], self.config.lines)

    def headers(self, spec: FeedSpec) -> Mapping[str, str]:
        """A feed's headers, secrets resolved; SmwatchError where one is missing."""
        return {name: self.secret(value, masked(spec.url)) for name, value in spec.headers.items()}

    def secret(self, value: str, needed_by: str) -> str:
        """A value of the config with env:, file: or keyring: resolved; SmwatchError where it is missing."""
        from smwatch.config.secrets import resolve

        return resolve(value, os.environ, self.folder, needed_by=needed_by) if value else ""

    def scan(  # noqa: PLR0913 - keywords
        self,
        *,
        everything: bool = False,
        only: Sequence[str] = (),
        wait: float = 0,
        progress: Progress | None = None,
        rereading: Rereading | None = None,
        scored: Scored | None = None,
        learning: Callable[[], AbstractContextManager[object]] = nullcontext,
        stopped: Callable[[], bool] = lambda: False,
    ) -> ScanReport:
        """One scan of this config's feeds (see scan.py); then what is due leaves (see posting.py)."""
        from smwatch.notices import Notices
        from smwatch.protocols import Sending
        from smwatch.scan import Parts, scan

        notices = Notices(store=self.store, config=self.config, speech=self.speech, clock=self.clock)
        runs = self.running
        parts = Parts(
            ask=self.ask, read=runs.read, readers=runs.readers, runner=runs.runner, stopped=stopped,
            sending=Sending(setup=lambda: runs.setup(self.learnt_head), ready=self.ask.ready, clock=self.clock),
            scorers=lambda: self.scorers,
            scoring=self.scoring(scored),
            finding=lambda: self.finding,
            config=self.config, clock=self.clock, specs=self.specs, store=self.store,
            relearn=lambda: self.relearn(learning),
            notices=notices,
        )  # fmt: skip
        report = scan(parts, everything=everything, only=only, wait=wait, progress=progress, rereading=rereading)
        return replace(report, warnings=(*report.warnings, *notices.remind(), *self.poster().send_due()))

    def outdated(self) -> int:
        """How many mentions were scored by something else than what scores now; SmwatchError where nothing can."""
        from smwatch.models import Rescoring
        from smwatch.sentiment.told import versions_of

        with self._mistake_told():
            versions = versions_of(self.config.sentiment, self.learnt_version)
        return self.store.count_to_rescore(Rescoring(scorers=versions))

    def rescore(
        self,
        *,
        brand: str = "",
        since: datetime | None = None,
        everything: bool = False,
        wait: float = 0,
        progress: Rereading | None = None,
    ) -> Rescored:
        """Score stored mentions again (see rescore.py)."""
        from smwatch.models import Rescoring
        from smwatch.rescore import rescore

        scorer = self.running.far(self.config.sentiment, self.learnt_head) or self.scorer
        wanted = Rescoring(scorers=scorer.versions, brand=brand, since=since, everything=everything)
        names = {each.name for each in self.config.brands}
        return rescore(self.store, scorer, wanted, names=names, wait=wait, progress=progress)

    def explain(self, text: str, brand: str = "", scorer: str = "") -> Explanation:
        """What makes the score of a text."""
        from smwatch.sentiment.named import passage_of
        from smwatch.text.language import detect

        return self._explained(passage_of("", text, detect(text, self.config.languages), brand), scorer)

    def explain_mention(self, number: int, scorer: str = "") -> Explanation:
        """What makes the score of a stored mention, as a scan would score it; LookupError for an unknown number."""
        from smwatch.rescore import asked

        if (found := self.store.rescorable(number)) is None:
            raise LookupError(number)
        return self._explained(asked(found, {each.name for each in self.config.brands}), scorer)

    def _explained(self, passage: Passage, scorer: str) -> Explanation:
        """Explained in the time that one waits; a scorer that is slow to answer once is waited for."""
        from smwatch.sentiment.explain import explain

        asked = self._scorer(scorer)
        until = monotonic() + PATIENCE
        return explain(passage, asked, self.config.sentiment, lambda: monotonic() >= until)

    def _scorer(self, name: str) -> Scorer:
        """That of this name, with the config's words; the config's own where none is named."""
        if not name:
            return self.scorer
        from smwatch.sentiment.scorers import build_scorer

        return build_scorer(replace(self.config.sentiment, en=name, fr=name), self.learnt_head)

    @property
    def channels(self) -> Channels:
        """By what messages leave."""
        from smwatch.channels import Channels

        return Channels(config=self.config, secret=self.secret, post=lambda: self.fetcher.post, clock=self.clock)

    def poster(self) -> Poster:
        """Who sends what is in the outbox, for a run that begins now."""
        from smwatch.posting import Poster

        return Poster(
            store=self.store, channel=self.channels.of, now=self.clock(), clock=self.clock, speech=self.speech
        )

    def try_feed(self, spec: FeedSpec) -> PollResult:
        """Poll a feed without storing anything, and without scoring the mentions in it."""
        from smwatch.protocols import Unread

        got = self.ask(models.Feed(spec=spec, url=spec.url))
        return self.read(got) if isinstance(got, Unread) else got

    def brand(self, name: str) -> Brand | None:
        """A brand by its name, whatever its case."""
        return next((b for b in self.config.brands if b.name.casefold() == name.casefold()), None)

    def close(self) -> None:
        """Give back what was opened, and only that."""
        for part in [self.__dict__[name] for name in ("running", "fetcher", "store") if name in self.__dict__]:
            part.close()
