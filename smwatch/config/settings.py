"""What a config says, typed: one frozen dataclass a table, with the defaults that the reference documents.

Nothing but data; `load.py` fills it. Secrets stay as written ("env:NAME", "file:PATH", "keyring:NAME") and are
resolved when used (`secrets.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from smwatch.config.hours import Hours
    from smwatch.models import Brand, FeedSpec, Server

MEGABYTE = 1_000_000

PARAMETERS: Final = (
    "site", "account", "tag", "subreddit", "community", "channel", "post", "topic", "app", "feed", "instance",
)  # fmt: skip
"""Keys of [[searches]] that only some presets take; which, each says itself (feeds/presets.py)."""


def is_reference(value: str) -> bool:
    """Whether a value says where a secret is, instead of being it."""
    return value.startswith(("env:", "file:", "keyring:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """[[searches]]: a feed from a preset; one for each brand and language named. Which keys there are, it says."""

    preset: str
    brand: str = ""  # "": the preset follows a place, and searches for nobody
    lang: str = ""  # "": each of the config's languages
    region: str = ""
    about: tuple[str, ...] = ()  # brands: every entry is a mention of these
    site: str = ""
    account: str = ""
    tag: str = ""
    subreddit: str = ""
    community: str = ""
    channel: str = ""
    post: str = ""
    topic: str = ""
    app: str = ""
    feed: str = ""
    instance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """[network]: limits of a fetch, and what the address guard lets through."""

    timeout: timedelta = timedelta(seconds=20)  # one whole fetch, redirects included
    max_body: int = 10 * MEGABYTE  # bytes after decompression
    per_host: int = 2
    workers: int = 32
    user_agent: str = ""  # "": names smwatch, its version and the contact
    contact: str = ""
    allow_private: tuple[str, ...] = ()
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """[run]: where the work is done, and by what certificates one is let in there."""

    on: str = "threads"  # here | threads | processes | dask://HOST:PORT | tls://HOST:PORT
    ca: str = ""  # files, relative to the config
    cert: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentSettings:
    """[sentiment]: which scorer for which language, and which words the lexicons know."""

    en: str = "auto"
    fr: str = "auto"
    layers: bool = True  # smwatch's own words over VADER's and the French list
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # language -> word or phrase -> valence

    @property
    def mark(self) -> str:
        """What scores carry besides a scorer's version, so that words added or taken away show; "" for the defaults."""
        words = {lang: sorted(own.items()) for lang, own in sorted(self.words.items()) if own}
        if self.layers and not words:
            return ""
        import hashlib  # late: few configs need it

        return "~" + hashlib.blake2b(repr((self.layers, words)).encode(), digest_size=2).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """[alerts]: how easily smwatch speaks up."""

    sensitivity: str = "normal"  # low | normal | high: about 1/4, 1, 4 false alarms a year per brand
    quiet_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSettings:
    """[threads]: how long the comments under a mention are followed."""

    quiet: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """[mail]: the server that digests and notices leave by."""

    host: str
    port: int = 587
    security: str = "starttls"  # starttls | tls | none
    user: str = ""
    password: str = ""
    sender: str = ""  # `from` in the file

    @property
    def author(self) -> str:
        """Whom messages come from."""
        return self.sender or self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """[[digests]]: who gets which digest."""

    name: str
    to: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()  # (): all
    language: str = ""  # "": the config's
    when: str = ""
    empty: str = "send"  # send | skip: one with nothing to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """[[notify]]: a message at once when an alert opens or gets worse, by one of url, to, webhook and duty."""

    name: str = ""
    url: str = ""  # of Apprise
    to: tuple[str, ...] = ()
    webhook: str = ""
    secret: str = ""  # that the webhook's messages are signed with
    duty: bool = False  # to whoever is on duty
    levels: tuple[str, ...] = ("emerging", "confirmed")
    kinds: tuple[str, ...] = ("crisis",)
    brands: tuple[str, ...] = ()  # (): all
    language: str = ""  # "": the person's, or the config's
    quiet: tuple[Hours, ...] = ()
    urgent: tuple[str, ...] = ("confirmed",)  # levels that don't wait for the end of quiet hours

    @property
    def known_as(self) -> str:
        """Its name, or another that says nothing secret, and stays the same whatever else the config says."""
        if self.name:
            return self.name
        if self.to:
            return ", ".join(self.to)
        if self.duty:
            return "duty"
        address = self.url or self.webhook
        if is_reference(address):
            return address
        import hashlib

        return f"{address.partition(':')[0]}-{hashlib.blake2b(address.encode(), digest_size=4).hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """[[duty]]: when somebody is there to be told."""

    who: str
    hours: tuple[Hours, ...] = ()  # (): always


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """[company]: how smwatch knows the company's own people."""

    domains: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """[[people]]: who may speak, on what, in which language."""

    name: str
    email: str = ""
    role: str = "employee"  # spokesperson | pr | employee | agency
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()  # (): all
    handles: tuple[str, ...] = ()
    notify: str = ""  # where to reach them when they are on duty: an address of Apprise; "": by e-mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """[[playbook]]: first that fits: who answers, how fast, with what."""

    when: dict[str, str] = field(default_factory=dict)  # level, brand, lang
    who: str = ""
    within: timedelta | None = None
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """[retention]: how long things are kept; None is for ever."""

    mentions: timedelta | None = None
    entries: timedelta | None = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole config. Paths are absolute."""

    path: Path | None = None  # the file; None: made in memory
    database: Path | Server
    timezone: str = ""  # IANA name; "": the machine's
    language: str = ""  # "fr" | "en"; "": from the locale
    languages: tuple[str, ...] = ("fr", "en")
    brands: tuple[Brand, ...] = ()
    feeds: tuple[FeedSpec, ...] = ()
    searches: tuple[Search, ...] = ()
    network: Network = Network()
    run: Run = Run()
    sentiment: SentimentSettings = SentimentSettings()
    alerts: AlertSettings = AlertSettings()
    threads: ThreadSettings = ThreadSettings()
    mail: Mail | None = None
    digests: tuple[DigestSettings, ...] = ()
    notify: tuple[Notify, ...] = ()
    duty: tuple[Duty, ...] = ()
    company: Company = Company()
    people: tuple[Person, ...] = ()
    playbook: tuple[Play, ...] = ()
    retention: Retention = Retention()
    lines: Mapping[str, int] = field(default_factory=dict)  # "brands.0.query" -> line in the file
