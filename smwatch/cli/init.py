"""`smwatch init`: a config from three questions, or from flags."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import LANGUAGES, N_
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.config.settings import Search
    from smwatch.config.write import InitAnswers
    from smwatch.feeds.discover import Offer
    from smwatch.models import FeedSpec


Private = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-private",
        metavar="ADDRESS",
        help=N_("Let an address of your own network through: 10.1.2.3, 127.0.0.0/8."),
    ),
]


def command(
    ctx: typer.Context,
    *,
    brand: Annotated[str, typer.Option("--brand", metavar="NAME", help=N_("The name to watch."))] = "",
    languages: Annotated[
        str, typer.Option("--languages", metavar="LANGS", help=N_("What the feeds speak: fr,en."))
    ] = "",
    website: Annotated[str, typer.Option("--website", metavar="URL", help=N_("A website whose feeds to follow."))] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help=N_("Where to write it; default: smwatch.toml.")),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Ask nothing: take what is proposed."))] = False,
    allow_private: Private = None,
) -> None:
    """Ask, look, write, say what is next."""
    from smwatch.config.settings import SentimentSettings
    from smwatch.config.write import config_text, write_new
    from smwatch.sentiment.told import advice

    terminal: Terminal = ctx.obj
    output = output or terminal.globals.config or Path("smwatch.toml")
    if output.exists():
        write_new(output, "")  # refuses, and says how to mend it, before anything is asked
    asker = Asker(terminal, silent=yes or terminal.globals.json or not sys.stdin.isatty())
    answers = ask(terminal, asker, brand, languages, website, tuple(allow_private or ()))
    write_new(output, config_text(answers, terminal.speech))
    if terminal.globals.json:
        terminal.print_json({"config": str(output), "feeds": [masked(feed.url) for feed in answers.feeds]})
    terminal.note(N_("Written: {file}. It is yours to read and change."), file=output)
    if better := advice(SentimentSettings(), terminal.speech):
        terminal.note(better)
    terminal.note(N_("Next: `smwatch check` tries everything, `smwatch scan` polls, `smwatch mentions` lists."))


class Asker:
    """Asks on a terminal; elsewhere takes what is given or proposed."""

    def __init__(self, terminal: Terminal, *, silent: bool) -> None:
        """`silent`: nobody is there to answer."""
        self.say, self.silent = terminal.speech.say, silent

    def text(self, given: str, question: str, default: str, missing: str = "") -> str:
        """What was given, else the answer, else the default; UsageError (`missing`) where none of these is there."""
        if given.strip():
            return given.strip()
        if not self.silent:
            proposed = None if missing else default  # None: asked again until something is said
            shown = bool(default)
            said = typer.prompt(self.say(question), default=proposed, show_default=shown, prompt_suffix=" ", err=True)
            return str(said).strip()
        if missing:
            raise UsageError(missing, N_("or run `smwatch init` in a terminal, and it asks"))
        return default

    def yes(self, question: str) -> bool:
        """Yes is what is proposed."""
        if self.silent:
            return True
        asked = f"{self.say(question)} {self.say(N_('[Y/n]'))}"
        while answer := str(typer.prompt(asked, default="", show_default=False, prompt_suffix=" ", err=True)).strip():
            if answer[0].lower() in "yon":  # yes, oui, non, no
                return answer[0].lower() != "n"
        return True


def ask(
    terminal: Terminal, asker: Asker, brand: str, languages: str, website: str, allow_private: tuple[str, ...]
) -> InitAnswers:
    """The three questions, what the website offers, and searches for the name."""
    from smwatch.config.write import InitAnswers

    brand = asker.text(brand, N_("Which brand, company or product?"), "", N_("name the brand: --brand NAME"))
    spoken = asker.text(languages, N_("In which languages do people write about it?"), "fr,en")
    site = asker.text(website, N_("Its website, or a blog about it (empty: none)"), "")
    tongues = read_languages(spoken)
    feeds = website_feeds(terminal, asker, site, brand, allow_private) if site else ()
    searches = propose_searches(brand, tongues)
    terminal.note(N_("Searches for the name: {presets}"), presets=", ".join(sorted({s.preset for s in searches})))
    kept = searches if asker.yes(N_("Follow these searches?")) else ()
    return InitAnswers(
        brand=brand,
        languages=tongues,
        feeds=feeds,
        searches=kept,
        language=terminal.speech.lang,
        database="smwatch.db",
        allow_private=allow_private if feeds else (),
    )


def read_languages(typed: str) -> tuple[str, ...]:
    """("fr", "en") of "fr,en"; UsageError for others."""
    found = tuple(dict.fromkeys(typed.replace(",", " ").lower().split()))
    if unknown := [lang for lang in found if lang not in LANGUAGES]:
        raise UsageError(
            N_("smwatch doesn't read “{language}” yet"), N_("choose fr, en or fr,en"), language=", ".join(unknown)
        )
    return found or LANGUAGES


def website_feeds(
    terminal: Terminal, asker: Asker, site: str, brand: str, allow_private: tuple[str, ...]
) -> tuple[FeedSpec, ...]:
    """The feeds that the website offers and the person keeps."""
    from smwatch.cli.feeds import look_at
    from smwatch.cli.views.offers import tell_nothing

    found = look_at(terminal, site, allow_private)
    if not found.offers:
        tell_nothing(terminal, site, found)
        return ()
    for offer in found.offers:
        terminal.note(N_("Found: {title} ({url})"), title=offer.title or "?", url=masked(offer.url))
    return tuple(as_spec(offer, site, brand) for offer in found.offers) if asker.yes(N_("Follow these feeds?")) else ()


def as_spec(offer: Offer, site: str, brand: str) -> FeedSpec:
    """A feed of the config as it was offered; what people comment on the brand's own site is about the brand."""
    from smwatch.models import FeedKind, FeedSpec

    own = offer.kind is FeedKind.COMMENTS and host_of(offer.url) == host_of(site)
    return FeedSpec(url=offer.url, source=offer.title, kind=offer.kind, about=(brand,) if own else ())


def host_of(address: str) -> str:
    """The host of an address that may lack https://; www. makes no other host."""
    return (urlsplit(address if "://" in address else f"https://{address}").hostname or "").removeprefix("www.")


def propose_searches(brand: str, languages: tuple[str, ...]) -> tuple[Search, ...]:
    """News in each language, and one forum search: what a brand without a feed of its own is found by."""
    from smwatch.config.settings import Search

    news = [Search(preset=preset, brand=brand, lang=lang, region="CA") for lang in languages
            for preset in ("google-news", "bing-news")]  # fmt: skip
    return (*news, Search(preset="reddit", brand=brand, lang=languages[0]))
