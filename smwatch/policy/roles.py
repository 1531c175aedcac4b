"""Who an author is to the company, as far as what a feed tells of them proves it. Pure.

    roles = Roles(config.company, config.people)
    roles.role(email="paul@bureau.nordelait.example", declared=Role.PUBLIC) -> Role.EMPLOYEE
    roles.known(author="Nordelait") -> None          a name alone proves nothing: anybody can sign with it

What proves it: an address, an account on the network that it belongs to, a page that the entry's own site links to. It
is off, and every author has the role that their feed declares, until [company] or [[people]] says who is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Final, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from smwatch.config.settings import Company, Person
from smwatch.models import Role
from smwatch.text.canonical import canonical
from smwatch.text.links import with_scheme

RULES: Final = 1
"""Goes up when these rules tell somebody's role otherwise: then what is stored is worked out again."""

LONGEST: Final = 500
"""Characters of what an author is signed with that are looked at: feeds/entries.py keeps fewer of a name."""

OF_PEOPLE: Final = {
    "spokesperson": Role.OFFICIAL,
    "pr": Role.OFFICIAL,
    "agency": Role.OFFICIAL,  # it speaks for the company, whose words they are
    "employee": Role.EMPLOYEE,
}
"""What a person of [[people]] is heard as, where it is proved who they are."""

_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\"]{1,64}@([^\s@<>(),;:\"/]{1,253})")
_FEDIVERSE: Final = re.compile(r"@([^\s@/]{1,64})@([^\s@/]{1,253})")
_HOST: Final = re.compile(r"[^\s/@:]+\.[^\s/@:.]{2,}(?::\d+)?")
# an account as feeds write it beside a name or for one: @marie_t, /u/marie_t, Marie T. (@marie_t)
_ACCOUNT: Final = re.compile(r"(?:@|/?u/)([\w.-]{1,64})")
_NAMED: Final = re.compile(r"[^()]{0,200}\((?:@|/?u/)([\w.-]{1,64})\)")
_LONE: Final = re.compile(r"[\w.-]{1,64}")


class _Network(NamedTuple):
    """A site whose members each have an account: where it stands in the path of their page, and of their posts."""

    path: re.Pattern[str]
    signed: bool = False  # whether its feeds name authors by their account, and not as they like to be called


def _network(path: str, *, signed: bool = False) -> _Network:
    return _Network(re.compile(rf"/(?:{path})(?P<who>[\w.:-]+)(?:/|$)"), signed)


PLAIN: Final = frozenset({"github.com", "news.ycombinator.com"})
"""Where feeds write accounts as plain words."""

NETWORKS: Final = {
    "bsky.app": _network("profile/"),
    "facebook.com": _network(r"(?!groups/|pages/|watch/|events/|photo|story|permalink|profile\.php)"),
    "github.com": _network("", signed=True),
    "instagram.com": _network("(?!p/|reel/|stories/|explore/)", signed=True),
    "linkedin.com": _network("(?:company|in|school|showcase)/"),
    "mastodon.social": _network("@|users/", signed=True),
    "medium.com": _network("@"),
    "news.ycombinator.com": _network("(?!)", signed=True),
    "reddit.com": _network("u/|user/", signed=True),
    "threads.com": _network("@", signed=True),
    "threads.net": _network("@", signed=True),
    "tiktok.com": _network("@", signed=True),
    "x.com": _network("(?!i/|home|search|hashtag/|intent/)", signed=True),
    "youtube.com": _network("@|user/|channel/|c/"),
}
"""Where a bare handle (@marie_t) may be hers. Elsewhere anybody may take it: there a handle counts with its place."""


class _Account(NamedTuple):
    """Somebody's account, comparable; `place` is a host, "" for a handle that says none."""

    place: str
    who: str


@dataclass(frozen=True)
class Roles:
    """Who is known, made ready; picklable, so that any process can ask."""

    company: Company = field(default_factory=Company)
    people: Sequence[Person] = ()

    @cached_property
    def on(self) -> bool:
        """Whether anybody is known at all."""
        return bool(self._domains or self._addresses or self._accounts)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when somebody may have another role: by the config, or by these rules. "" while it is off."""
        if not self.on:
            return ""
        known = (RULES, sorted(self._domains), sorted(self._addresses.items()), sorted(self._accounts.items()))
        return blake2b(repr(known).encode("utf-8", "replace"), digest_size=16).hexdigest()

    def role(  # noqa: PLR0913 - what is told of an author, by name
        self,
        *,
        author: str = "",
        email: str = "",
        url: str = "",
        page: str = "",
        comment: bool = False,
        declared: Role = Role.PUBLIC,
    ) -> Role:
        """The same as `known`, or what the feed declares."""
        found = self.known(author=author, email=email, url=url, page=page, comment=comment)
        return declared if found is None else found

    def known(
        self, *, author: str = "", email: str = "", url: str = "", page: str = "", comment: bool = False
    ) -> Role | None:
        """What is proved of who wrote the entry at `page`; None: nothing. `url`: the author's own page.

        `comment`: whoever writes one may link to what they like; under a post its page tells who wrote that.
        """
        if not self.on or not self._may_be(f"{author[:LONGEST]}\n{email}\n{url}\n{page}"):
            return None
        address = _address(email)
        found = {self._addresses[address]} if address in self._addresses else set[Role]()
        claims = _claims(author[:LONGEST], url, page, comment=comment)
        found |= {role for claim in claims if (role := self._role_of(claim)) is not None}
        if not found and (self._is_ours(address.rpartition("@")[2]) or self._writes_at_home(url, page, comment)):
            return Role.EMPLOYEE
        return Role.OFFICIAL if Role.OFFICIAL in found else next(iter(found), None)

    def _may_be(self, told: str) -> bool:
        """Whether any of whom is known stands in it at all: mostly nobody does, and that is told at once."""
        if "%" in told:  # a link spells it otherwise
            return True
        told = normalize("NFC", told).casefold()
        return any(sign in told for sign in self._signs) or (not told.isascii() and self._foreign)

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        """What stands in whatever tells one of those who are known."""
        whos = {account.who for account in self._accounts} | {one.partition("@")[0] for one in self._addresses}
        return tuple(sorted({*whos, *self._domains}))

    @cached_property
    def _foreign(self) -> bool:
        """Whether a domain may be written with other letters than it has in DNS."""
        return any("xn--" in domain for domain in self._domains)

    def _role_of(self, claim: _Account) -> Role | None:
        """Of who has this account; a handle that says no place is one's on the networks that are known."""
        bare = claim._replace(place="") if claim.place in NETWORKS else claim
        return self._accounts.get(claim) or self._accounts.get(bare)

    def _is_ours(self, host: str) -> bool:
        """Whether a host is the company's, or stands under it: never one that only begins like it."""
        return bool(host) and any(host == domain or host.endswith(f".{domain}") for domain in self._domains)

    def _writes_at_home(self, url: str, page: str, comment: bool) -> bool:
        """Whether the company's own site names its author by a page of its own."""
        return not comment and self._is_ours(_host(url)) and (not page or self._is_ours(_host(page)))

    @cached_property
    def _domains(self) -> frozenset[str]:
        named = (_ascii(domain.strip().lstrip("@*").strip(".").partition("/")[0]) for domain in self.company.domains)
        return frozenset(domain for domain in named if "." in domain)

    @cached_property
    def _known(self) -> dict[str, Role]:
        """Handles and addresses as they are written; who is official by one of them is."""
        said = dict.fromkeys(self.company.accounts, Role.OFFICIAL)
        for person in self.people:
            for sign in filter(None, (person.email, *person.handles)):
                role = OF_PEOPLE.get(person.role, Role.EMPLOYEE)
                said[sign] = Role.OFFICIAL if Role.OFFICIAL in {role, said.get(sign)} else role
        return said

    @cached_property
    def _addresses(self) -> dict[str, Role]:
        return {address: role for sign, role in self._known.items() if (address := _address(sign))}

    @cached_property
    def _accounts(self) -> dict[_Account, Role]:
        found = ((_account(sign), role) for sign, role in self._known.items() if not _address(sign))
        return {account: role for account, role in found if account.who}


def _account(sign: str) -> _Account:
    """A handle as a person writes it: @marie_t, @marie_t@mastodon.example, x.com/marie_t, a whole link."""
    sign = sign.strip()[:LONGEST]
    if whole := _FEDIVERSE.fullmatch(sign):
        return _Account(_ascii(whole[2]), _who(whole[1]))
    if "/" in sign and _HOST.fullmatch(sign.partition("://")[2].partition("/")[0] or sign.partition("/")[0]):
        return _page(with_scheme(sign))
    return _Account("", _who(_ACCOUNT.sub(r"\1", sign) if _ACCOUNT.fullmatch(sign) else sign))


def _page(url: str) -> _Account:
    """An author's page as an account: on a network by who it is, elsewhere by its whole path."""
    place, path = _host(url), _path(url)
    network = NETWORKS.get(place)
    if network:
        found = network.path.match(path)
        return _Account(place, _who(found["who"]) if found else "")
    return _Account(place, _who(path.strip("/")))


def _claims(author: str, url: str, page: str, *, comment: bool) -> set[_Account]:
    """The accounts that an author has, as far as the place where the entry stands vouches for it."""
    place, claims = _host(page), set[_Account]()
    if url and (not page or _host(url) == place) and (not comment or _vouched(url)):
        claims.add(_page(url))
    network = NETWORKS.get(place)
    if network and not comment:  # whose post it is stands in its address
        claims.add(_page(page))
    if network is None and place and not comment and (post := re.match(r"/@([\w.-]{1,64})(?:/|$)", _path(page))):
        claims.add(_Account(place, _who(post[1])))
    claims.update(_signed(author.strip(), place, network))
    return {claim for claim in claims if claim.who}


def _vouched(url: str) -> bool:
    """Whether a site made this page of an account: what else stands with a comment, its author typed."""
    return _host(url) in NETWORKS or _path(url).startswith("/@")


def _signed(author: str, place: str, network: _Network | None) -> set[_Account]:
    """Accounts that a name tells: where names are accounts, or on a place that the config names with the handle."""
    if not place or not author or (network and not network.signed):
        return set()
    found = _ACCOUNT.fullmatch(author) or _NAMED.fullmatch(author)
    if found is None and place in PLAIN:
        found = _LONE.fullmatch(author)
    name = found[found.lastindex or 0] if found else ""
    return {_Account(place, _who(name))} if name else set()


def _who(name: str) -> str:
    """An account's name, comparable: whatever its case; accents and look-alikes stay what they are."""
    return normalize("NFC", name).casefold().removeprefix("@").strip()


def _address(said: str) -> str:
    """An e-mail address, comparable; "" for what is none, or more than one."""
    found = _ADDRESS.fullmatch(said.strip()[:LONGEST])
    if found is None or found[0].startswith("@"):
        return ""
    return f"{found[0].rpartition('@')[0].casefold()}@{_ascii(found[1])}"


def _host(url: str) -> str:
    """The host that a link leads to, comparable: without www, mobile hosts and ports; "" for none."""
    return _ascii(canonical(url).partition("/")[0].partition("?")[0].partition(":")[0]) if "://" in url else ""


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path[:LONGEST])
    except ValueError:
        return ""


def _ascii(host: str) -> str:
    """A host as DNS has it, so that what only looks alike is another."""
    host = host.strip().rstrip(".").casefold()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
