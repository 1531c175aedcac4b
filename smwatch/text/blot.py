"""What tells a person in other people's texts; blotted out letter by letter, so that places stay. Pure.

    Blotter(Traces(names=(("marie", "tremblay"),))).blot("Merci Marie TREMBLAY !") == "Merci █████ ████████ !"

Case and accents make no difference. Only what is one person's anywhere is looked for: a full name, an address, a page,
an account; never a first name or an office.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from smwatch.text.authors import address_in
from smwatch.text.fold import fold, fold_roughly
from smwatch.text.names import Known, in_order, persons, read_name

INK: Final = "█"

_NETWORKS: Final = frozenset(  # where the path of a page is the name of an account
    "x.com twitter.com instagram.com threads.net tiktok.com facebook.com youtube.com reddit.com medium.com"
    " bsky.app linkedin.com github.com".split()
)
_ACCOUNT: Final = re.compile(r"(?:@|/?(?:u|user|in|profile)/)?(@?[\w.-]{3,50})/?", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?:@|/?u/)([\w.-]{2,50})", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_ALONE: Final = r"(?<![^\W_])", r"(?![^\W_])"  # no letter before, none behind
_WHOLE: Final = (  # nor half of a double name: Anne-Marie, Tremblay-Gagnon
    _ALONE[0] + r"(?:(?<![^\W\d_]-)|(?<=\bex-)|(?<=\bpro-)|(?<=\banti-))",
    _ALONE[1] + r"(?!-[^\W\d_])",
)
_BETWEEN: Final = r"(?:[^\w,.;:!?()\[\]|/&]|_){1,4}"  # two words of a name: no end of a sentence, and no list
_ACROSS: Final = r"[ '*_-]{1,4}"  # the same, the last name first
_IN_LINKS: Final = r"(?:[^\w,;?&=#/]|_){0,4}"
_SHORT: Final = 2  # letters of a word that a dot may stand behind: J. Roy, St. Jean
_PARTS: Final = {**dict.fromkeys(map(ord, "–—―"), "|"), ord("\n"): "~"}  # where a hyphen and a blank join
_TOKEN: Final = re.compile(r"[^\s<>\"«»“”]+")
_NAME_BEFORE: Final = re.compile(r"(?:(?<!\w)\w{1,3}\.|(?<!\w)\w{1,40})['’ \u00a0\u202f-]{1,3}$")
_NAME_BEHIND: Final = re.compile(r"[ \u00a0\u202f-]{1,3}(\w)")
_BIRD: Final = frozenset({"x.com", "twitter.com"})  # one place
_LAYERS: Final = 3  # of encoding that are taken off a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What tells a person anywhere, folded."""

    names: frozenset[tuple[str, ...]] = frozenset()  # words in order, with their apostrophes
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
    return fold(page.partition("://")[2] or page).removeprefix("www.").removeprefix("m.").rstrip("/ ")


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
        longest = [max((_piece(word) for word in words), key=len) for words in self.traces.names]
        said = (*self.traces.addresses, *self.traces.pages, *self.traces.handles)
        longest += [max(_WORD.findall(one.partition("/")[2] or one), key=len, default="") for one in said]
        return tuple({fold_roughly(word) for word in longest if word})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """In folded text."""
        return _either((*self._names(), *self._others()))

    @cached_property
    def doubtful(self) -> re.Pattern[str]:
        """Likewise, what is theirs as it is written: Tremblay, Marie, in no list; MarieTremblay, in this case."""
        before, behind = _WHOLE
        orders = (order for words in self.traces.names for order in _turns(words))
        told = ["".join(_joined(order, f"(?:{_ACROSS}|, {{0,2}})")) for order in orders]
        told += ["".join(_spelled(word, "['-]") for word in words) for words in self.traces.names]
        return _either(before + one + behind for one in told)

    @cached_property
    def of_links(self) -> re.Pattern[str]:
        """In folded links, where the words of a name may stand together."""
        before, behind = _ALONE
        names = (order for words in self.traces.names for order in {words, *_turns(words)})
        told = [before + _IN_LINKS.join(_spelled(word, _IN_LINKS) for word in order) + behind for order in names]
        return _either((*told, *self._others()))

    @cached_property
    def nameless(self) -> Blotter:
        """Finds all but the names."""
        return Blotter(replace(self.traces, names=frozenset()))

    def _names(self) -> Iterator[str]:
        before, behind = _WHOLE
        for words in self.traces.names:
            for order in {words, *_turns(words)}:
                yield before + "".join(_joined(order, _BETWEEN if order == words else _ACROSS)) + behind
                if len("".join(order)) > len("marie"):
                    yield "[#@]" + "[_.-]?".join(_spelled(word, "[_.-]?") for word in order) + _ALONE[1]

    def _others(self) -> Iterator[str]:
        for address in self.traces.addresses:
            yield rf"(?<![\w.+-]){re.escape(address)}(?![\w-])(?!\.\w)"
        for page in self.traces.pages:
            host, slash, path = page.partition("/")
            hosts = "|".join(map(re.escape, sorted(_BIRD))) if host in _BIRD and path else re.escape(host)
            yield rf"(?<![\w.-])(?:(?:www|m|mobile|old)\.)?(?:{hosts}){slash}{re.escape(path)}(?![\w-])"
        for handle in self.traces.handles:
            yield rf"(?:(?<![\w.])@|(?<!\w)/?u/){re.escape(handle)}(?![\w-])"

    def may_tell(self, text: str) -> bool:
        """Whether it is worth a closer look: quick, says yes too often, never no wrongly."""
        rough = fold_roughly(f"{text} {_decoded(text)}" if "%" in text else text)
        return any(anchor in rough for anchor in self.anchors)

    def tells(self, text: str) -> bool:
        """Whether the person stands there."""
        if not self.may_tell(text):
            return False
        folded = fold(text.translate(_PARTS))
        if self.pattern.search(folded) or next(self._links(text), None):
            return True
        return self.doubtful.search(folded) is not None and next(self._spans(text), None) is not None

    def link_tells(self, link: str) -> bool:
        """Whether a link tells the person, however it is encoded."""
        return self.may_tell(link) and self.of_links.search(fold(_decoded(link))) is not None

    def blot(self, text: str) -> str:
        """The text, as long as it was, without the person."""
        if not self.tells(text):
            return text
        text = _inked(text, self._spans(text))
        return _inked(text, self._links(text))

    def of_author(self, author: str) -> Blotter:
        """What finds the person in a byline: whoever alone signs with another name is somebody else."""
        name = read_name(author)
        if name.known is not Known.EVERYWHERE or len(persons(author)) > 1:
            return self
        keys = {" ".join(sorted(word.replace("'", "") for word in words)) for words in self.traces.names}
        return self if name.key in keys else self.nameless

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the person stands in a text, its links aside."""
        folded, places = _places(text.translate(_PARTS))
        straight = [found.span() for found in self.pattern.finditer(folded)]
        for start, end in straight:
            yield places[start], places[end]
        taken = {place for span in straight for place in range(*span)}
        at = 0
        while found := self.doubtful.search(folded, at):
            start, end = places[found.start()], places[found.end()]
            ours = taken.isdisjoint(range(*found.span())) and _is_name(text, start, end)
            if ours:
                yield start, end
            at = found.end() if ours else found.start() + 1

    def _links(self, text: str) -> Iterator[tuple[int, int]]:
        """Where links in a text tell the person."""
        for token in _TOKEN.finditer(text) if "/" in text or "%" in text else ():
            if ("/" in token[0] or "%" in token[0]) and self.link_tells(token[0]):
                yield token.span()


def _turns(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """A name with its last word first, or its first word last."""
    return {(*words[1:], words[0]), (words[-1], *words[:-1])} - {words}


def _piece(word: str) -> str:
    """What stands of a word in all its spellings."""
    piece = max(word.split("'"), key=len)
    return piece[1:] if len(piece) > len("roy") else piece


def _spelled(word: str, between: str) -> str:
    """A word of a name, with or without its apostrophe, or what stands for it."""
    first, *more = filter(None, word.split("'"))
    if more:
        return f"(?:{between})?".join(map(re.escape, (first, *more)))
    return f"{re.escape(first[0])}'?{re.escape(first[1:])}" if len(first) > _SHORT else re.escape(first)


def _joined(words: tuple[str, ...], between: str) -> Iterator[str]:
    for word in words[:-1]:
        yield _spelled(word, "[' -]")
        yield rf"(?:\. ?|{between})" if len(word) <= _SHORT else between
    yield _spelled(words[-1], "[' -]")


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether what may be one is a name: capitals in « MarieTremblay » say so, and of a list only one person's.

    « Luc Tremblay, Marie Gagnon » is a list: names stand before or behind.
    """
    said = text[start:end]
    if "," not in said:
        return any(map(str.isupper, said[1:])) and not said.isupper()
    before = _NAME_BEFORE.search(text[max(0, start - 50) : start])
    behind = _NAME_BEHIND.match(text, end)
    return not ((before and before[0][0].isupper()) or (behind and behind[1].isupper()))


def _decoded(link: str) -> str:
    """A link as it is meant."""
    for _ in range(_LAYERS):
        if "%" not in link:
            break
        plain = unquote(link)
        link = unquote(link, "cp1252", "replace") if "\ufffd" in plain else plain
    return link


def _inked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        for at in range(start, end):
            if signs[at].isalnum() or signs[at] == "_" or unicodedata.combining(signs[at]):
                signs[at] = INK
    return "".join(signs)


def _either(told: Iterable[str]) -> re.Pattern[str]:
    """Any of these, the longer first; nothing where there is none."""
    return re.compile("|".join(sorted(told, key=lambda one: (-len(one), one))) or r"(?!)")


def _places(text: str) -> tuple[str, list[int]]:
    """The folded text, and where each of its characters comes from, and its end."""
    pieces, places = list[str](), list[int]()
    for at, sign in enumerate(text):
        piece = fold(sign)
        pieces.append(piece)
        places += [at] * len(piece)
    return "".join(pieces), [*places, len(text)]
