"""Every key that a config can hold: its kind, and what it does. The reader, the reference and the tests go by this.

    GLOBALS   the keys before the first table
    TABLES    name -> Table: [name], or [[name]] where there may be many

The keys, their names and meaning are the product's interface: add, never rename.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smwatch.config import kinds as k
from smwatch.config import settings as s
from smwatch.config.runs import RUNS_ON
from smwatch.models import AlertKind, Brand, FeedSpec, Level, Role


@dataclass(frozen=True, slots=True)
class Key:
    """A key: the kind of its value; what it does and its default, in English, as the reference shows them."""

    kind: k.Kind
    doc: str
    default: str = ""
    required: bool = False
    into: str = ""  # the field that it fills, where that isn't its own name
    inside: Mapping[str, Key] | None = None  # of a table within a table: its keys


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its keys, and what is made of them. `many`: it is written [[name]], as often as wanted."""

    doc: str
    make: Callable[..., object]
    keys: Mapping[str, Key]
    many: bool = False


def _brand(*, name: str, **given: object) -> Brand:
    """A brand that says neither query nor names is looked for by its own name; competitors raise no crises."""
    given.setdefault("alerts", given.get("kind", "own") == "own")
    if not given.get("query") and not given.get("names"):
        given["names"] = (name,)
    return Brand(name=name, **given)  # type: ignore[arg-type]  # the kinds below made the values fit the fields


_LEVEL = k.choice(tuple(level.value for level in Level))

GLOBALS: dict[str, Key] = {
    "database": Key(
        k.DATABASE,
        "where everything heard is stored: a file, or postgresql://USER@HOST/NAME",
        "smwatch.db in the user's data folder",
    ),
    "timezone": Key(k.ZONE, "the zone in which times are shown", "the machine's"),
    "language": Key(k.choice(("fr", "en")), "what smwatch speaks", "from the locale"),
    "languages": Key(k.list_of(k.LANGUAGE), "what the feeds speak", '["fr", "en"]'),
}

_BRANDS = Table(
    "What is watched: your company and products, and your competitors'. One at least.",
    _brand,
    {
        "name": Key(k.NAME, "unique; used in reports", required=True),
        "kind": Key(k.choice(("own", "competitor")), "a competitor is counted and shown; it raises no crisis", '"own"'),
        "names": Key(k.NAMES, "any of these is a mention", "the name alone"),
        "exclude": Key(k.NAMES, "text in which the name doesn't count", "[]"),
        "context": Key(k.NAMES, "for ambiguous names: one of these must stand in the entry too", "[]"),
        "query": Key(k.TEXT, "an expression of the query language, instead of names, exclude and context"),
        "alerts": Key(k.YES_NO, "whether it raises crises", "true; false for competitors"),
    },
    many=True,
)

_FEEDS = Table(
    "A feed that is polled: RSS, Atom or JSON Feed.",
    FeedSpec,
    {
        "url": Key(k.FEED_URL, "its address", required=True),
        "source": Key(k.TEXT, "what it is called in lists and reports", "the feed's title"),
        "about": Key(k.NAMES, "brands that it is about: each of its entries is a mention, named or not", "[]"),
        "comments": Key(k.choice(("mentions", "all", "none")), "follow comment feeds of which entries", '"mentions"'),
        "every": Key(k.DURATION, "shortest time between polls", "adapts to the feed"),
        "headers": Key(k.HEADERS, "HTTP headers to send; values may be secrets", "{}"),
        "enabled": Key(k.YES_NO, "false: it is kept, and not polled", "true"),
        "author_role": Key(k.choice(Role), "role of authors who are not otherwise known", '"public"'),
        "edits": Key(k.YES_NO, "its entries tell what was changed on a page", "false"),
        "tags": Key(k.NAMES, "words of your own to group feeds by, as `feeds list --tag` and folders of OPML do", "[]"),
    },
    many=True,
)

_SEARCHES = Table(
    "A feed from a preset: a search kept at a news site or a network, or a place there. `smwatch feeds presets` lists "
    "the presets, and `smwatch feeds presets NAME` says which of these keys one takes.",
    s.Search,
    {
        "preset": Key(k.NAME, "which preset", required=True),
        "brand": Key(k.NAME, "the brand that is searched for; needed by presets that search"),
        "lang": Key(k.LANGUAGE, "in which language", "each of `languages`"),
        "region": Key(k.REGION, "in which country's edition", "the preset's"),
        "about": Key(k.NAMES, "brands that it is about: each of its entries is a mention, named or not", "[]"),
        "site": Key(k.NAME, "a website, or the server of a network"),
        "account": Key(k.NAME, "an account, or the address of its page"),
        "tag": Key(k.NAME, "a hashtag", "the brand's names"),
        "subreddit": Key(k.NAME, "a subreddit, or its address"),
        "community": Key(k.NAME, "a community of Lemmy, as `name@server`, or its address"),
        "channel": Key(k.NAME, "a channel of YouTube: UC and 22 more characters, or its address with these"),
        "post": Key(k.NAME, "the address of a post, whose comments are followed"),
        "topic": Key(k.NAME, "the address of a topic in a forum"),
        "app": Key(k.NAME, "the number of an app in the App Store, or the address of its page"),
        "feed": Key(k.NAME, "the address of a feed that the site made for you"),
        "instance": Key(k.NAME, "the address of an instance of RSSHub, for networks that have no feeds"),
    },
    many=True,
)

_NETWORK = Table(
    "How feeds are fetched, and the limits that keep a bad server from doing harm.",
    s.Network,
    {
        "timeout": Key(k.DURATION, "for one whole fetch, redirects included", '"20s"'),
        "max_body": Key(k.SIZE, "the largest feed, after decompression", '"10 MB"'),
        "per_host": Key(k.whole(1, 100), "fetches at once to one host", "2"),
        "workers": Key(k.whole(1, 1000), "fetches at once in all", "32"),
        "user_agent": Key(k.TEXT, "what smwatch calls itself", "smwatch, its version and the contact"),
        "contact": Key(k.TEXT, "an address for the people whose servers are polled"),
        "allow_private": Key(k.list_of(k.NETWORK), "private addresses that may be polled; a port narrows it", "[]"),
        "proxy": Key(k.TEXT, "the proxy to go through; may be a secret"),
    },
)

_RUN = Table(
    "Where the work is done: `here`, one feed after the other; `threads`, many fetched at once; `processes`, batches "
    "of feeds in as many processes as there are processors; or batches by the workers of a Dask cluster, with the "
    "extra [cluster].",
    s.Run,
    {
        "on": Key(RUNS_ON, "where", '"threads"'),
        "ca": Key(k.NAME, "for `tls://`: the file with the certificate of your own authority"),
        "cert": Key(k.NAME, "the file with smwatch's certificate, signed by that"),
        "key": Key(k.NAME, "the file with its private key"),
    },
)


def _sentiment(*, words: Mapping[str, Mapping[str, float]] | None = None, **given: object) -> s.SentimentSettings:
    """A language for which no words are given is not kept."""
    kept = {lang: valences for lang, valences in (words or {}).items() if valences}
    return s.SentimentSettings(words=kept, **given)  # type: ignore[arg-type]  # the kinds below made the values fit


_WORDS = "a word or phrase each, and its valence; 0 silences it"

_SENTIMENT = Table(
    "Which scorer reads which language: `auto` is `encoder` where the extra [neural] is installed, else `lexicon`; "
    "`encoder:NAME` is one with an encoder that another package brings; `lexicon` is `vader` for English and "
    "`vader-fr` for French; `vader-stock` is the vaderSentiment package's own; any other name is a plug-in's. And "
    "which words the lexicons know (`smwatch sentiment words` shows them).",
    _sentiment,
    {
        "en": Key(
            k.NAME, "for English: auto, encoder, encoder:NAME, lexicon, vader, vader-stock or a plug-in", '"auto"'
        ),
        "fr": Key(k.NAME, "for French: auto, encoder, encoder:NAME, lexicon, vader-fr or a plug-in", '"auto"'),
        "layers": Key(k.YES_NO, "false: without smwatch's own words for PR and Québec", "true"),
        "words": Key(
            k.TABLE,
            "words of your own over all others",
            "{}",
            inside={"en": Key(k.VALENCES, _WORDS), "fr": Key(k.VALENCES, _WORDS)},
        ),
    },
)

_ALERTS = Table(
    "How easily smwatch speaks up.",
    s.AlertSettings,
    {
        "sensitivity": Key(
            k.choice(("low", "normal", "high")), "about 1/4, 1 or 4 false alarms a year for each brand", '"normal"'
        ),
        "quiet_after": Key(k.DURATION, "calm needed before an alert closes", '"24h"'),
    },
)

_THREADS = Table(
    "How long the comments under a mention are followed.",
    s.ThreadSettings,
    {
        "quiet": Key(k.DURATION, "nobody has commented for so long: they are polled again when somebody does", '"30d"'),
    },
)

_MAIL = Table(
    "The mail server that digests and notices leave by.",
    s.Mail,
    {
        "host": Key(k.NAME, "its name", required=True),
        "port": Key(k.PORT, "its port", "587"),
        "security": Key(k.choice(("starttls", "tls", "none")), "how the connection is protected", '"starttls"'),
        "user": Key(k.TEXT, "the account"),
        "password": Key(k.TEXT, "its password; best a secret"),
        "from": Key(k.MAIL, "the sender", into="sender"),
    },
)

_DIGESTS = Table(
    "A digest, and who gets it.",
    s.DigestSettings,
    {
        "name": Key(k.NAME, "unique", required=True),
        "to": Key(k.list_of(k.MAIL), "who gets it", "[]"),
        "brands": Key(k.NAMES, "what it is about", "all brands"),
        "language": Key(k.choice(("fr", "en")), "what it is written in", "the global `language`"),
        "when": Key(k.WHEN, "when it is sent, by `smwatch schedule` and `smwatch watch`"),
        "empty": Key(k.choice(("send", "skip")), "whether one that has nothing to say is sent", '"send"'),
    },
    many=True,
)

_NOTIFY = Table(
    "A message that is sent at once when an alert opens or gets worse: by one of `url`, `to`, `webhook` and `duty`.",
    s.Notify,
    {
        "name": Key(k.NAME, "unique; what it is called in `db journal` and warnings", "from where it goes"),
        "url": Key(k.ROBOT, "an address of Apprise (chats, telephones), with the extra [notify]; best a secret"),
        "to": Key(k.list_of(k.MAIL), "who gets it by e-mail, as [mail] says", "[]"),
        "webhook": Key(k.HOOK, "a web address that gets signed JSON; may be a secret"),
        "secret": Key(k.NAME, "what that is signed with; best a secret"),
        "duty": Key(k.YES_NO, "true: whoever is on duty gets it ([[duty]])", "false"),
        "levels": Key(k.list_of(_LEVEL), "at which levels", '["emerging", "confirmed"]'),
        "kinds": Key(k.list_of(k.choice(tuple(kind.value for kind in AlertKind))), "which alerts", '["crisis"]'),
        "brands": Key(k.NAMES, "of which brands", "all brands"),
        "language": Key(k.choice(("fr", "en")), "what it is written in", "the person's, or the global `language`"),
        "quiet": Key(k.HOURS, "hours in which nothing is sent; it waits until they end", "[]"),
        "urgent": Key(k.list_of(_LEVEL), "levels that don't wait for that", '["confirmed"]'),
    },
    many=True,
)

_DUTY = Table(
    "Who is on duty when. Where nobody is, urgent messages go to all that stand here, and others wait for the next.",
    s.Duty,
    {
        "who": Key(k.NAME, "one of [[people]], with `notify` or `email`", required=True),
        "hours": Key(k.HOURS, "hours of the week, in the config's `timezone`", "always"),
    },
    many=True,
)

_COMPANY = Table(
    "How smwatch knows the company's own people.",
    s.Company,
    {
        "domains": Key(k.NAMES, "an e-mail address under these, or an author's page there, proves an employee", "[]"),
        "accounts": Key(k.NAMES, "official accounts, best with their place: x.com/nordelait", "[]"),
    },
)

_PEOPLE = Table(
    "Who speaks for the company.",
    s.Person,
    {
        "name": Key(k.NAME, "their name", required=True),
        "email": Key(k.MAIL, "their address"),
        "role": Key(k.choice(("spokesperson", "pr", "employee", "agency")), "what they are", '"employee"'),
        "languages": Key(k.list_of(k.LANGUAGE), "what they speak in public", "[]"),
        "topics": Key(k.NAMES, "what they speak on; what a spokesperson lists is kept for who lists it", "[]"),
        "brands": Key(k.NAMES, "what they answer for", "all brands"),
        "handles": Key(k.NAMES, "their accounts, best with their place", "[]"),
        "notify": Key(k.ROBOT, "where they are reached on duty: an address of Apprise; best a secret", "`email`"),
    },
    many=True,
)

_PLAYBOOK = Table(
    "Who answers, how fast, with what. The first that fits is taken.",
    s.Play,
    {
        "when": Key(
            k.TABLE,
            "what an alert must be like; all that is said must fit",
            "any alert",
            inside={
                "level": Key(_LEVEL, "its level"),
                "brand": Key(k.NAME, "its brand"),
                "lang": Key(k.LANGUAGE, "the language of most of its mentions"),
            },
        ),
        "who": Key(k.TEXT, "who answers"),
        "within": Key(k.DURATION, "how fast"),
        "say": Key(k.TEXT, "with what words"),
    },
    many=True,
)

_RETENTION = Table(
    "How long things are kept. Only `smwatch db prune` acts on it: nothing is deleted until you run that.",
    s.Retention,
    {
        "mentions": Key(k.KEEP_FOR, "mentions, from when they were published or came, whichever is later", '"forever"'),
        "entries": Key(k.KEEP_FOR, "the text of entries that mention nobody, from when it came", '"30d"'),
    },
)

TABLES: dict[str, Table] = {
    "brands": _BRANDS,
    "feeds": _FEEDS,
    "searches": _SEARCHES,
    "network": _NETWORK,
    "run": _RUN,
    "sentiment": _SENTIMENT,
    "alerts": _ALERTS,
    "threads": _THREADS,
    "mail": _MAIL,
    "digests": _DIGESTS,
    "notify": _NOTIFY,
    "duty": _DUTY,
    "company": _COMPANY,
    "people": _PEOPLE,
    "playbook": _PLAYBOOK,
    "retention": _RETENTION,
}

FRENCH = {
    "alertes": "alerts",
    "base": "database",
    "commentaires": "comments",
    "contexte": "context",
    "courriel": "mail",
    "exclure": "exclude",
    "flux": "feeds",
    "fils": "feeds",
    "fuseau": "timezone",
    "langue": "language",
    "langues": "languages",
    "marque": "brand",
    "marques": "brands",
    "nom": "name",
    "noms": "names",
    "recherches": "searches",
    "requete": "query",
    "reseau": "network",
}
"""Keys as someone who writes French may call them, without accents: only to propose the right one. Ours."""
