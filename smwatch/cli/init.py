"""`smwatch init`: a config from a few questions, or from flags; what it names is tried, and polled a first time."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from smwatch.cli import options as o
from smwatch.cli import trying
from smwatch.cli.arguments import Globals
from smwatch.cli.asking import Asker, somebody
from smwatch.cli.terminal import Terminal
from smwatch.cli.trying import Candidate
from smwatch.errors import ConfigError, UsageError
from smwatch.locales import LANGUAGES, N_
from smwatch.text.fold import fold
from smwatch.text.links import masked, with_scheme

if TYPE_CHECKING:
    from smwatch.app import App
    from smwatch.cli.looking import Look
    from smwatch.config.settings import Search
    from smwatch.config.write import InitAnswers
    from smwatch.feeds.discover import Offer
    from smwatch.models import FeedSpec, ScanReport

DEFAULT = Path("smwatch.toml")
PATIENCE = timedelta(seconds=8)
"""For each thing that is tried while somebody waits; scans wait longer."""
FIRST = 5
"""Mentions that are shown of the first scan."""

Brand = Annotated[str, typer.Option("--brand", metavar="NAME", help=N_("The name to watch."))]
Names = Annotated[str, typer.Option("--names", metavar="NAMES", help=N_("Other spellings: Nord-Lait,#nordelait."))]
Languages = Annotated[str, typer.Option("--languages", metavar="LANGS", help=N_("What the feeds speak: fr,en."))]
Website = Annotated[str, typer.Option("--website", metavar="URL", help=N_("A website whose feeds to follow."))]
Searches = Annotated[
    list[str] | None,
    typer.Option(
        "--search",
        metavar="PRESET",
        help=N_(
            "Instead of the proposed searches: a preset, in quotes with what it takes (`smwatch feeds presets`); "
            "repeatable."
        ),
    ),
]
NoSearches = Annotated[bool, typer.Option("--no-searches", help=N_("Follow no search."))]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write it; default: smwatch.toml.")),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Ask nothing: take what is proposed."))]
NoLook = Annotated[bool, typer.Option("--no-look", help=N_("Try nothing before it is written."))]
NoScan = Annotated[bool, typer.Option("--no-scan", help=N_("End without a first scan."))]


def command(
    ctx: typer.Context,
    *,
    brand: Brand = "",
    names: Names = "",
    languages: Languages = "",
    website: Website = "",
    search: Searches = None,
    no_searches: NoSearches = False,
    output: Output = None,
    yes: Yes = False,
    no_look: NoLook = False,
    no_scan: NoScan = False,
    allow_private: o.Private = None,
) -> None:
    """Ask, look, write, scan, say what is next. Nothing is written before all is answered."""
    from smwatch.config.write import config_text, look_ahead, write_new

    terminal: Terminal = ctx.obj
    output = output or terminal.globals.config or DEFAULT
    look_ahead(output)
    terminal.stopped = N_("Stopped. Nothing was written.")
    asker = Asker(terminal, silent=yes or not somebody(terminal))
    first = named(terminal, asker, brand, names, languages, tuple(allow_private or ()))
    trial = Trial(terminal, asker, first, output, looks=not no_look)
    answers = trial.answers(website, () if no_searches else search)
    text = config_text(answers, terminal.speech)
    trial.checked(text).close()
    write_new(output, text)
    terminal.stopped = N_("Stopped. The config is written, and nothing is lost: `{command}` goes on from here.")
    terminal.again = shlex.join([*program(output), "scan"])
    report = None if no_scan or not (answers.feeds or answers.searches) else first_scan(terminal, output)
    tell(terminal, output, answers, report)


def named(
    terminal: Terminal, asker: Asker, brand: str, names: str, languages: str, allow_private: tuple[str, ...]
) -> InitAnswers:
    """Who is watched, and in which languages."""
    from smwatch.config.write import InitAnswers

    brand = asker.text(brand, N_("Which brand, company or product?"), "", N_("name the brand: --brand NAME"))
    others = asker.text(names, N_("Other ways of writing it, with commas between (empty: none)"), "")
    return InitAnswers(
        brand=brand,
        names=tuple(dict.fromkeys(filter(None, map(str.strip, (brand, *others.split(",")))))),
        languages=spoken(asker, languages),
        language=terminal.speech.lang,
        database="smwatch.db",
        allow_private=allow_private,
    )


class Trial:
    """What the config may follow: found, tried, chosen."""

    def __init__(self, terminal: Terminal, asker: Asker, first: InitAnswers, output: Path, *, looks: bool) -> None:
        """`looks`: what is proposed is tried before it is chosen."""
        self.terminal, self.asker, self.first, self.output, self.looks = terminal, asker, first, output, looks

    def answers(self, website: str, searches: Sequence[str] | None) -> InitAnswers:
        """With the feeds and searches that are wanted; `searches` None: those that we propose."""
        site = self.asker.text(website, N_("Its website, or a blog about it (empty: none)"), "")
        with closing(self.parts()) as app:
            from smwatch.cli.looking import Look

            look = Look.of(self.terminal, app)
            feeds = self.website_feeds(look, site) if site else ()
            kept = self.kept(look, [*map(followed, feeds), *map(self.sought, self.wanted(searches))])
        chosen = tuple(one.what for one in kept)
        feeds = tuple(feed for feed in feeds if feed in chosen)
        return replace(
            self.first,
            feeds=feeds,
            searches=tuple(one for one in chosen if one not in feeds),  # type: ignore[misc]  # what is no feed is one
            allow_private=self.first.allow_private if kept else (),
        )

    def parts(self) -> App:
        """Those for the brand alone, with less patience: somebody is waiting."""
        return self.checked(self.text())

    def checked(self, text: str) -> App:
        """The parts of a config; UsageError where what was typed makes none: there is no file yet to look at."""
        from smwatch.app import App
        from smwatch.cli.editing import as_typed
        from smwatch.config.load import load_text

        try:
            config = load_text(text, self.output)
            config = replace(config, network=replace(config.network, timeout=PATIENCE))
            app = App(config=config, clock=self.terminal.clock, lang=self.terminal.globals.lang)
            app.check_config()
        except ConfigError as error:
            raise as_typed(self.terminal, error.problems[0]) from error
        return app

    def website_feeds(self, look: Look, site: str) -> tuple[FeedSpec, ...]:
        """Those that the website offers."""
        from smwatch.cli.views.offers import tell_nothing

        found = look.offered(site)
        if not found.offers:
            tell_nothing(self.terminal, site, found)
        return tuple(as_spec(offer, site, self.first.brand) for offer in found.offers)

    def wanted(self, typed: Sequence[str] | None) -> tuple[Search, ...]:
        """The searches that were typed, else what a brand without a feed of its own is found by."""
        return propose_searches(self.first.brand, self.first.languages) if typed is None else self.read(typed)

    def read(self, typed: Sequence[str]) -> tuple[Search, ...]:
        """Searches as they were typed, each looked at as the config's are; no server is asked before."""
        found = tuple(self.search(words) for words in map(words_of, typed) if words)
        self.checked(self.text(searches=found)).close()
        return found

    def search(self, words: Sequence[str]) -> Search:
        """A preset, and KEY=VALUE for what it takes."""
        from smwatch.cli.choosing import is_preset, parameters
        from smwatch.cli.editing import as_typed
        from smwatch.feeds.presets import UnknownPresetError, make_search, preset_named

        if stray := [word for word in words[1:] if "=" not in word or not is_preset(word)]:
            raise UsageError(
                N_("“{word}” is no KEY=VALUE"), N_("write for example {example}"), word=stray[0], example="lang=fr"
            )
        try:
            branded = preset_named(words[0]).branded
            search = make_search(words[0], ({"brand": self.first.brand} if branded else {}) | parameters(words[1:]))
        except UnknownPresetError as error:
            raise UsageError(error.what, error.mend, **error.arguments) from error
        if isinstance(search, list):
            raise as_typed(self.terminal, search[0])
        return search

    def text(self, **more: Any) -> str:  # noqa: ANN401 - fields of InitAnswers
        """The config of what is known so far."""
        from smwatch.config.write import config_text

        return config_text(replace(self.first, **more), self.terminal.speech)

    def sought(self, search: Search) -> Candidate:
        """A search, with the feeds that it stands for."""
        from smwatch.feeds.presets import search_feeds

        return Candidate(search, search_feeds(search, self.first.names, self.first.languages))

    def kept(self, look: Look, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that are wanted, now that it is told what each would catch today."""
        if not candidates:
            return []
        tries = []
        self.terminal.note(N_("What it could follow, and what each has now:") if self.looks else N_("It follows:"))
        for one in trying.tried(look, candidates) if self.looks else map(trying.Tried, candidates):
            tries.append(one)
            trying.show(self.terminal, len(tries), one)
        question = N_("Which of these? (all, none, or numbers: 1 3)")
        while (taken := self.picked(tries, question)) is None:
            question = N_("All, none, or numbers of the list:")
        return [one.candidate for one in taken]

    def picked(self, tries: list[trying.Tried], question: str) -> list[trying.Tried] | None:
        """What is answered; all where nobody is there to answer."""
        speech = self.terminal.speech
        return trying.picked(self.asker.text("", question, speech.say(trying.ALL)), tries, speech)


def words_of(typed: str) -> list[str]:
    """What was typed in quotes, as a shell reads it."""
    try:
        return shlex.split(typed)
    except ValueError as error:
        what, mend = N_("a quote is open in {typed}"), N_("close it, or leave it out")
        raise UsageError(what, mend, typed=typed) from error


def followed(feed: FeedSpec) -> Candidate:
    """A feed of the website."""
    return Candidate(feed, (feed,))


def first_scan(terminal: Terminal, output: Path) -> ScanReport:
    """Poll what the new config names, and show what was found."""
    from smwatch.cli.scan import scanned
    from smwatch.cli.views.mentions import show_table
    from smwatch.cli.views.scan import summary
    from smwatch.models import MentionFilter

    terminal.note(N_("Written: {file}. It is yours to read and change."), file=output)
    with closing(Terminal(replace(terminal.globals, config=output), terminal.given_clock)) as mine:
        report = scanned(mine, everything=False, only=[], wait=0)
        if not terminal.globals.json:
            mine.note(summary(report, mine.speech))
            show_table(mine, list(mine.app.store.mentions(MentionFilter(limit=FIRST))))
    return report


def tell(terminal: Terminal, output: Path, answers: InitAnswers, report: ScanReport | None) -> None:
    """What was written, and what is next."""
    from smwatch.config.settings import SentimentSettings
    from smwatch.reports.values import scan_dict
    from smwatch.sentiment.told import advice

    if terminal.globals.json:
        return terminal.print_json(
            {
                "config": str(output),
                "feeds": [masked(feed.url) for feed in answers.feeds],
                "searches": [search.preset for search in answers.searches],
                "scan": scan_dict(report, terminal.speech) if report else None,
            }
        )
    if report is None:
        terminal.note(N_("Written: {file}. It is yours to read and change."), file=output)
    if better := advice(SentimentSettings(), terminal.speech):
        terminal.note(better)
    done = N_(
        "Next: `{smwatch} mentions` lists them all, `{smwatch} status` is for each morning, "
        "`{smwatch} check` tries all."
    )
    todo = N_("Next: `{smwatch} check` tries everything, `{smwatch} scan` polls, `{smwatch} mentions` lists.")
    return terminal.note(done if report else todo, smwatch=shlex.join(program(output)))


def program(output: Path) -> list[str]:
    """How a command begins that is about the config that was written there."""
    return Globals(config=None if output == DEFAULT else output).program


def spoken(asker: Asker, given: str) -> tuple[str, ...]:
    """The languages that are given or answered; who answers with others is asked again."""
    question = N_("In which languages do people write about it?")
    while True:
        try:
            return read_languages(asker.text(given, question, "fr,en"))
        except UsageError:
            if given.strip() or asker.silent:
                raise
            question = N_("smwatch reads French and English so far: fr, en or fr,en?")


def read_languages(typed: str) -> tuple[str, ...]:
    """("fr", "en") of "fr,en" or "en français et en anglais"; UsageError for others."""
    named = {"french": "fr", "francais": "fr", "english": "en", "anglais": "en"}
    found, said = dict[str, str](), typed.replace(",", " ").split()
    for word, after in zip(said, [*said[1:], ""], strict=False):
        if (plain := fold(word)) in {"and", "et", "in"} or (plain == "en" and fold(after) in named):
            continue
        found[named.get(plain, plain)] = word
    if unknown := [word for lang, word in found.items() if lang not in LANGUAGES]:
        raise UsageError(
            N_("smwatch doesn't read “{language}” yet"), N_("choose fr, en or fr,en"), language=", ".join(unknown)
        )
    return tuple(found) or LANGUAGES


def as_spec(offer: Offer, site: str, brand: str) -> FeedSpec:
    """A feed of the config as it was offered; what people comment on the brand's own site is about the brand."""
    from smwatch.models import FeedKind, FeedSpec

    own = offer.kind is FeedKind.COMMENTS and host_of(offer.url) == host_of(site)
    return FeedSpec(url=offer.url, source=offer.title, kind=offer.kind, about=(brand,) if own else ())


def host_of(address: str) -> str:
    """The host of an address that may lack https://; www. makes no other host."""
    return (urlsplit(with_scheme(address)).hostname or "").removeprefix("www.")


def propose_searches(brand: str, languages: tuple[str, ...]) -> tuple[Search, ...]:
    """News in each language, and where people talk: what a brand without a feed of its own is found by."""
    from smwatch.config.settings import Search

    news = [Search(preset=preset, brand=brand, lang=lang, region="CA") for lang in languages
            for preset in ("google-news", "bing-news")]  # fmt: skip
    talk = [Search(preset=preset, brand=brand) for preset in ("reddit-search", "mastodon-tag")]
    technical = [Search(preset="hacker-news", brand=brand)] if "en" in languages else []
    return (*news, *talk, *technical)
