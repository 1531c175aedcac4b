"""What tells a person in other people's texts; blotted out letter by letter, so that places stay. Pure.

    Blotter(Traces(names=(("marie", "tremblay"),))).blot("Merci Marie TREMBLAY !") == "Merci █████ ████████ !"

Case and accents make no difference. Only what is one person's anywhere is looked for: a full name, an address, a page,
an account; never a first name or an office.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from smwatch.text.authors import address_in
from smwatch.text.fold import fold, fold_roughly
from smwatch.text.names import in_order

INK: Final = "█"

_NETWORKS: Final = frozenset(  # where the path of a page is the name of an account
    "x.com twitter.com instagram.com threads.net tiktok.com facebook.com youtube.com reddit.com medium.com"
    " bsky.app linkedin.com github.com".split()
)
_ACCOUNT: Final = re.compile(r"(?:@|/?(?:u|user|in|profile)/)?(@?[\w.-]{3,50})/?", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?:@|/?u/)([\w.-]{2,50})", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_ALONE: Final = r"(?<![^\W_])", r"(?![^\W_])"  # no letter before, none behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What tells a person anywhere, folded."""

    names: frozenset[tuple[str, ...]] = frozenset()  # words in order
    addresses: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()  # host/path
    handles: frozenset[str] = frozenset()  # without @


def traces(names: Iterable[str], addresses: Iterable[str], pages: Iterable[str]) -> Traces:
    """What to look for, from what a person signed with."""
    names, pages = [*names], [*pages]
    found = {fold(account[1]) for name in names if (account := _HANDLE.fullmatch(name.strip()))}
    return Traces(
        names=frozenset(words for name in names if (words := in_order(name))),
        addresses=frozenset(fold(address) for said in (*addresses, *names) if (address := address_in(said))),
        pages=frozenset(filter(None, map(_plain, pages))),
        handles=frozenset(found | {*filter(None, map(_account, pages))}),
    )


def _plain(page: str) -> str:
    """A page as it may stand in a text."""
    return fold(page.partition("://")[2] or page).removeprefix("www.").rstrip("/ ")


def _account(page: str) -> str:
    """The account that a page is of; "" where it isn't one's."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return ""
    host, path = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path.strip("/")
    if not (found := _ACCOUNT.fullmatch(path)) or not (host in _NETWORKS or path.startswith("@")):
        return ""
    return fold(found[1].removeprefix("@"))


@dataclass(frozen=True)
class Blotter:
    """Finds what tells a person, and blots it out."""

    traces: Traces

    @cached_property
    def anchors(self) -> tuple[bytes, ...]:
        """A piece of each: a text that holds none of these holds nothing of the person, and is looked at no further."""
        said = [max(words, key=len) for words in self.traces.names]
        said += [*self.traces.addresses, *self.traces.pages, *self.traces.handles]
        longest = (max(_WORD.findall(one), key=len, default="") for one in said)
        return tuple({fold_roughly(word) for word in longest if word})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """In folded text."""
        return _either(self._told(r"[\W_]{1,4}"))

    @cached_property
    def of_links(self) -> re.Pattern[str]:
        """In folded links, where the words of a name may stand together."""
        return _either(self._told(r"[\W_]{0,4}"))

    def _told(self, between: str) -> Iterator[str]:
        before, behind = _ALONE
        for words in self.traces.names:
            for order in {words, (*words[1:], words[0]), (words[-1], *words[:-1])}:
                yield before + between.join(map(re.escape, order)) + behind
        for address in self.traces.addresses:
            yield rf"(?<![\w.+-]){re.escape(address)}(?![\w-])(?!\.\w)"
        for page in self.traces.pages:
            yield rf"(?<![\w.-])(?:www\.)?{re.escape(page)}(?![\w-])"
        for handle in self.traces.handles:
            yield rf"(?:(?<![\w.])@|(?<!\w)/?u/){re.escape(handle)}(?![\w-])"

    def may_tell(self, text: str) -> bool:
        """Whether it is worth a closer look: quick, says yes too often, never no wrongly."""
        rough = fold_roughly(text)
        return any(anchor in rough for anchor in self.anchors)

    def tells(self, text: str) -> bool:
        """Whether the person stands there."""
        return self.may_tell(text) and self.pattern.search(fold(text)) is not None

    def link_tells(self, link: str) -> bool:
        """Whether a link tells the person, however it is encoded."""
        plain = unquote(link) if "%" in link else link
        return self.may_tell(plain) and self.of_links.search(fold(plain)) is not None

    def blot(self, text: str) -> str:
        """The text, as long as it was, without the person."""
        if not self.tells(text):
            return text
        folded, places = _places(text)
        signs = list(text)
        for found in self.pattern.finditer(folded):
            end = places[found.end()] if found.end() < len(places) else len(text)
            for at in range(places[found.start()], end):
                if signs[at].isalnum() or signs[at] == "_" or unicodedata.combining(signs[at]):
                    signs[at] = INK
        return "".join(signs)


def _either(told: Iterable[str]) -> re.Pattern[str]:
    """Any of these, the longer first; nothing where there is none."""
    return re.compile("|".join(sorted(told, key=lambda one: (-len(one), one))) or r"(?!)")


def _places(text: str) -> tuple[str, list[int]]:
    """The folded text, and where each of its characters comes from."""
    pieces, places = list[str](), list[int]()
    for at, sign in enumerate(text):
        piece = fold(sign)
        pieces.append(piece)
        places += [at] * len(piece)
    return "".join(pieces), places
