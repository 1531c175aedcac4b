"""Who an author is, as far as feeds tell: one person is one, whatever the feed, the spelling, the address. Pure.

    author_key(Signed("Tremblay, Marie")) == author_key(Signed("Par MARIE TREMBLAY | AFP")) == "who:marie tremblay"
    people([Signed("Marie Tremblay"), Signed("Marie Tremblay", email="mt@a.example")])      one person, twice

An address or a profile is somebody's alone; a full name is one person's everywhere, unless addresses or profiles say
that several bear it; a first name or « Rédaction » is somebody within its site only; « Anonyme » is nobody. How names
are read is told in names.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from smwatch.text.canonical import canonical, site
from smwatch.text.groups import Groups
from smwatch.text.names import Known, read_name

SHARED: Final = 3  # names under one address or profile; one that has more is a desk's or a site's

_AT: Final = " @ "  # between a name and the site that it is known within

_ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})
# whose address is everybody's in an office, or nobody's
_OFFICE: Final = frozenset(
    "abuse admin administrator anonymous blog blogs bonjour communications contact courriel courrier donotreply"
    "  edito editor editorial editors equipe feed feedback feeds hello help info infos invalid journal"
    " letters lettres mail media"
    "  medias moderation news newsdesk newsroom nobody noemail none nouvelles office postmaster press"
    " presse redaction root rss"
    " sales service support team tips unknown user web webmaster webmestre".split()
)
# pages that everybody links to, and hosts that tell nothing of who writes there
_COMMON: Final = frozenset(
    "blogger.com facebook.com google.com gravatar.com instagram.com linkedin.com medium.com plus.google.com reddit.com"
    " tiktok.com tumblr.com wordpress.com wordpress.org x.com youtube.com".split()
)
_ON_THE_WAY: Final = frozenset(
    "news.google.com google.com feedproxy.google.com feeds.feedburner.com bing.com t.co".split()
)


class Signed(NamedTuple):
    """What a feed says of who wrote an entry, and where it stands."""

    name: str = ""
    email: str = ""
    link: str = ""  # of the author
    page: str = ""  # of the entry
    source: str = ""  # the feed's name


class _Signs(NamedTuple):
    """What may identify an author, comparable, with its kind, the strongest first in the alphabet; each may be ""."""

    email: str  # mail:
    link: str  # page:
    name: str  # who: with its site where it says nothing beyond


def author_key(author: Signed) -> str:
    """The strongest that is told of an author, alike for one person; "" where that is nobody."""
    signs = _signs(author)
    return signs.email or signs.link or signs.name


def signs_of(author: Signed) -> tuple[str, ...]:
    """All that is told of who an author is, comparable: an address, a page, a name."""
    return tuple(filter(None, _signs(author)))


def key_by_name(name: str, page: str, source: str) -> str:
    """The same where nothing is told but a name; asked of each mention of a backtest."""
    key = _key_anywhere(name)
    if key and key != _key_anywhere(source):
        return key
    return author_key(Signed(name, page=page, source=source))


@lru_cache(200_000)
def _key_anywhere(name: str) -> str:
    """The key that a name has on any page; "" where it has none, or there is an address in it."""
    read = read_name(name)
    return f"who:{read.key}" if read.known is Known.EVERYWHERE and "@" not in name else ""


def people(authors: Sequence[Signed]) -> list[str]:
    """A key for each, alike for what is one person as far as all of them together tell, in any order; "" for nobody.

    What stands together belongs together; and what bears one name, unless that has two addresses, or two profiles of
    one site.
    """
    signs = {author: _signs(author) for author in dict.fromkeys(authors)}
    crowded = _crowded(signs.values())
    signs = {author: _without(some, crowded) for author, some in signs.items()}
    groups = Groups[str]()
    proofs = defaultdict[str, set[str]](set)  # name -> addresses and profiles that bear it
    for some in signs.values():
        told = [sign for sign in some[:2] if sign]
        if told:
            groups.join(*told)
        if some.name:
            proofs[some.name].update(told)
    for name, found in proofs.items():
        if _is_one(found, everywhere=_AT not in name):
            groups.join(name, *found)
    best = dict[str, str]()  # of each group: an address before a page before a name
    for sign in sorted(sign for some in signs.values() for sign in some if sign):
        best.setdefault(groups.top(sign), sign)
    keys = {author: next(filter(None, some), "") for author, some in signs.items()}
    return [key and best[groups.top(key)] for key in map(keys.__getitem__, authors)]


def address_in(said: str) -> str:
    """The e-mail address in a text, in lower case; "" where there is none."""
    found = _ADDRESS.search(said[:300]) if "@" in said else None
    return found[0].lower() if found else ""


def profile(link: str) -> str:
    """The page of an author, comparable."""
    return canonical(link).lower()


def goes_by(author: Signed) -> str:
    """An author's name, comparable, wherever he writes; "" for nobody's."""
    return read_name(author.name).key


def known_everywhere(name: str) -> bool:
    """Whether a name says who somebody is on any site."""
    return read_name(name).known is Known.EVERYWHERE


@lru_cache(50_000)
def personal(email: str) -> str:
    """An e-mail address as one person's: no tag, Gmail's dots and names aside. "" for an office's, or none."""
    found = address_in(email)
    local, _, host = found.partition("@")
    local = local.partition("+")[0]
    plain = local.replace(".", "").replace("-", "").replace("_", "")
    if not plain or plain in _OFFICE or "noreply" in plain or "nepasrepondre" in plain:
        return ""
    return f"{plain if host in _GMAIL else local}@{'gmail.com' if host in _GMAIL else host}"


@lru_cache(50_000)
def _signs(author: Signed) -> _Signs:
    name, place = read_name(author.name), _place(author)
    email = personal(author.email) or personal(author.name)
    page = _account(author.name) or (_own_page(author, place) if author.link else "")
    who = ""
    if name.known is Known.EVERYWHERE and name != read_name(author.source):
        who = f"who:{name.key}"
    elif name.known is not Known.NOWHERE:
        who = f"who:{name.key}{_AT}{place}"
    return _Signs(email and f"mail:{email}", page and f"page:{page}", who)


def _account(name: str) -> str:
    """The page of an account that is named with its host: @marie@social.example."""
    if name[:1] != "@":
        return ""
    user, _, host = name[1:].strip().lower().partition("@")
    return f"{host}/@{user}" if user and "." in host and not re.search(r"[\s/@]", f"{user}{host}") else ""


def _place(author: Signed) -> str:
    """The site that an entry stands on; its feed's name where that is all one knows."""
    host = site(author.page) if author.page else ""
    return host if host and host not in _ON_THE_WAY else author.source.casefold()


def _own_page(author: Signed, place: str) -> str:
    """The author's page, where it is his alone: no front page of the site or of a network, and not the entry itself."""
    page = profile(author.link)
    host, path, _ = page.partition("/")
    if (not path and (host == place or host in _COMMON)) or page == profile(author.page):
        return ""
    return page


def _crowded(signs: Iterable[_Signs]) -> frozenset[str]:
    """Addresses and profiles that too many names stand with."""
    names = defaultdict[str, set[str]](set)
    for some in signs:
        for sign in filter(None, some[:2]):
            names[sign].add(some.name.partition(_AT)[0])
    return frozenset(sign for sign, found in names.items() if len(found - {""}) > SHARED)


def _without(signs: _Signs, crowded: frozenset[str]) -> _Signs:
    """The signs, but for those of a crowd; if it has no name it remains the crowd."""
    if not crowded or not signs.name:
        return signs
    email, link, name = ("" if sign in crowded else sign for sign in signs)
    return _Signs(email, link, name)


def _is_one(signs: Iterable[str], *, everywhere: bool) -> bool:
    """Whether one person may have them all: one address, and one page of a site; of a first name, one page in all."""
    kinds = [sign.partition("/" if everywhere and sign.startswith("page:") else ":")[0] for sign in signs]
    return len(set(kinds)) == len(kinds)
