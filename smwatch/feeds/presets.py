"""Searches that come as feeds: a preset and a brand's names make the feeds to poll. Pure.

    search_feeds(Search(preset="google-news", brand="Nordelait"), ["Nordelait", "Nord-Lait"], ["fr", "en"])

`PRESETS` is what `smwatch feeds presets` lists, and what a config may name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from urllib.parse import quote

from smwatch.config.settings import Search
from smwatch.errors import ExitCode, SmwatchError
from smwatch.locales import N_
from smwatch.models import FeedSpec, Origin

REGIONS = MappingProxyType({"fr": "CA", "en": "CA"})  # where nothing is said; other languages: that of their name
MOST_NAMES = 10  # in one query: longer ones are refused by the sites
_UNTAGGED = re.compile(r"[^\w]|_", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A site that can be searched by feed.

    `template` holds {query}, {tag}, {page}, {lang} and {region}. A preset that has no {lang} makes one feed for all
    languages.
    """

    name: str
    title: str  # the source of its mentions
    about: str  # what it finds: a catalogue message
    template: str
    each: bool = False  # one feed a name: the site knows no OR
    edits: bool = False  # of the page that bears the first name: its entries are changes, all of them about the brand

    @property
    def speaks(self) -> bool:
        """Whether it asks for a language."""
        return "{lang}" in self.template


class UnknownPresetError(SmwatchError, ValueError):
    """The config names a preset that there isn't."""

    kind = "config"
    exit_code = ExitCode.BAD_CONFIG


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset(
                name="google-news",
                title="Google News",
                about=N_("press articles that Google News knows, by language and region"),
                template=(
                    "https://news.google.com/rss/search?q={query}&hl={lang}-{region}&gl={region}&ceid={region}:{lang}"
                ),
            ),
            Preset(
                name="bing-news",
                title="Bing News",
                about=N_("press articles that Bing News knows, by language and region"),
                template="https://www.bing.com/news/search?q={query}&format=rss&mkt={lang}-{region}",
            ),
            Preset(
                name="reddit",
                title="Reddit",
                about=N_("posts on Reddit, newest first"),
                template="https://www.reddit.com/search.rss?q={query}&sort=new",
            ),
            Preset(
                name="hacker-news",
                title="Hacker News",
                about=N_("posts and comments on Hacker News, by hnrss.org"),
                template="https://hnrss.org/newest?q={query}",
                each=True,
            ),
            Preset(
                name="mastodon",
                title="Mastodon",
                about=N_("posts with the name as a hashtag that mastodon.social knows of"),
                template="https://mastodon.social/tags/{tag}.rss",
                each=True,
            ),
            Preset(
                name="wikipedia",
                title="Wikipédia",
                about=N_("edits of the brand's page on Wikipedia, by language"),
                template="https://{lang}.wikipedia.org/w/index.php?title={page}&action=history&feed=atom",
                edits=True,
            ),
        )
    }
)


def search_feeds(search: Search, names: Sequence[str], languages: Sequence[str]) -> tuple[FeedSpec, ...]:
    """The feeds of one [[searches]] table: of a brand's `names`, in its language or else in each of `languages`.

    UnknownPresetError where there is no such preset.
    """
    preset = _preset(search.preset)
    asked = [name for name in dict.fromkeys(name.strip() for name in names) if name][:MOST_NAMES]
    spoken = ([search.lang] if search.lang else list(languages)) if preset.speaks else [""]
    urls = [_url(preset, group, lang, search.region) for lang in spoken for group in _groups(preset, asked)]
    return tuple(
        FeedSpec(
            url=url,
            source=preset.title,
            origin=Origin.SEARCH,
            brand=search.brand,
            about=(search.brand,) if preset.edits else (),
            edits=preset.edits,
        )
        for url in dict.fromkeys(urls)
        if url
    )


def _preset(name: str) -> Preset:
    if name in PRESETS:
        return PRESETS[name]
    close = get_close_matches(name, PRESETS, 1, 0.5)
    what = N_('there is no preset called "{preset}"')
    if close:
        raise UnknownPresetError(what, N_('did you mean "{close}"?'), preset=name, close=close[0])
    raise UnknownPresetError(what, N_("use one of these: {presets}"), preset=name, presets=", ".join(PRESETS))


def _groups(preset: Preset, names: Sequence[str]) -> list[Sequence[str]]:
    """The names that go into one query each; @handles and #hashtags are left out where their name is there too."""
    plain = {name.casefold() for name in names if name[0] not in "@#"}
    kept = [name for name in names if name[0] not in "@#" or name[1:].casefold() not in plain]
    if preset.edits:
        kept = [name for name in names if name[0] not in "@#"][:1]
    return [[name] for name in kept] if preset.each else [kept] if kept else []


def _url(preset: Preset, names: Sequence[str], lang: str, region: str) -> str:
    query = " OR ".join('"{}"'.format(name.replace('"', "")) for name in names)
    tag = _UNTAGGED.sub("", names[0])
    if "{tag}" in preset.template and not tag:
        return ""
    where = (region or REGIONS.get(lang) or lang).upper()
    page = quote("_".join(names[0].split()), safe="")
    return preset.template.format(query=quote(query, safe=""), tag=quote(tag), page=page, lang=lang, region=where)
