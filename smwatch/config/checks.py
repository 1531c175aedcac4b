"""What must fit together across keys: names that stand for one thing, and names that stand for anything at all.

Looks at what tomllib gave, not at what was read, so that one mistake doesn't hide or cause another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from smwatch.config.lines import line_of
from smwatch.config.spot import Spot, closest, shown
from smwatch.locales import N_
from smwatch.text.links import masked

Document = dict[str, object]

_GUESSES = 20  # to look for what was meant takes a while among thousands of brands; who has more mistakes sees the list


def check_all(document: Document, spot: Spot) -> None:
    """Note every mistake that no single key shows."""
    _some_brand(document, spot)
    _no_two(document, spot, "brands", "name", str.casefold)
    _no_two(document, spot, "digests", "name", str.casefold)
    _no_two(document, spot, "feeds", "url", _same_address)
    _no_two(document, spot, "notify", "name", str.casefold)
    for notify, at in _rows(document, "notify", spot):
        _one_way(notify, at, mail=bool(document.get("mail")))
    _somebody_on_duty(document, spot)
    for brand, at in _rows(document, "brands", spot):
        _query_or_names(brand, at)
    _known_brands(document, spot)


def _rows(document: Document, table: str, spot: Spot) -> Iterator[tuple[Document, Spot]]:
    rows = document.get(table)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield row, spot.inside(table).inside(index)


def _some_brand(document: Document, spot: Spot) -> None:
    if not document.get("brands"):
        spot.inside("brands").wrong(N_("no brand is named"), N_('add [[brands]] and under it name = "…"'))


def _no_two(document: Document, spot: Spot, table: str, key: str, same: Callable[[str], str]) -> None:
    first: dict[str, Spot] = {}
    for row, at in _rows(document, table, spot):
        value, here = row.get(key), at.inside(key)
        if not isinstance(value, str):
            continue
        known = same(value.strip())
        if known in first:
            mend = N_("remove one of the two") if key == "url" else N_("remove one of the two, or give it another name")
            line = line_of(spot.lines, first[known].key)
            here.wrong(N_("{value} stands on line {line} already"), mend, value=shown(masked(value)), line=line)
        else:
            first[known] = here


def _same_address(url: str) -> str:
    """Scheme and host don't heed case; the rest of an address does."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()


def _query_or_names(brand: Document, at: Spot) -> None:
    others = [key for key in ("names", "exclude", "context") if brand.get(key)]
    if brand.get("query") and others:
        at.inside("query").wrong(
            N_("a brand has either a query or names, exclude and context; this one has {others} too"),
            N_("remove one; a query can say it all: (A OR B) NOT C"),
            others=", ".join(others),
        )


def _one_way(notify: Document, at: Spot, *, mail: bool) -> None:
    ways = [key for key in ("url", "to", "webhook", "duty") if notify.get(key)]
    if len(ways) != 1:
        mend = N_("write one of url, to, webhook and duty; repeat [[notify]] for another")
        at.wrong(N_("this says how to be told in no way, or in several"), mend)
    if bool(notify.get("secret")) != bool(notify.get("webhook")):
        mend = N_('add secret = "env:NAME", any long random text that the receiver knows too')
        at.wrong(N_("a webhook is signed, so it needs a secret; nothing else does"), mend)
    if notify.get("to") and not mail:
        at.inside("to").wrong(N_("e-mail needs a server"), N_("add a [mail] table, as in config.example.toml"))


def _somebody_on_duty(document: Document, spot: Spot) -> None:
    """Whoever is on duty is known and can be reached, and somebody is where [[notify]] asks for that."""
    people = {str(row.get("name")): row for row, _ in _rows(document, "people", spot)}
    on_duty = list(_rows(document, "duty", spot))
    for row, at in on_duty:
        who = row.get("who")
        if not isinstance(who, str) or not who.strip():
            continue
        if who not in people:
            at.inside("who").wrong(
                N_("there is nobody called {value} in [[people]]"),
                N_("add them, with name and email or notify"),
                value=shown(who),
            )
        elif not (people[who].get("notify") or (people[who].get("email") and document.get("mail"))):
            at.inside("who").wrong(
                N_("{value} can't be reached"), N_("add notify, or email and a [mail] table"), value=shown(who)
            )
    for row, at in _rows(document, "notify", spot):
        if row.get("duty") is True and not on_duty:
            at.inside("duty").wrong(N_("nobody is ever on duty"), N_('add [[duty]] and under it who = "…"'))


def _known_brands(document: Document, spot: Spot) -> None:
    """Every brand that is named is one of [[brands]]."""
    names = (brand.get("name") for brand, _ in _rows(document, "brands", spot))
    known = dict.fromkeys(name for name in names if isinstance(name, str))
    wrong = [(name, at) for name, at in _named(document, spot) if isinstance(name, str) and name not in known]
    listed = shown(", ".join(known))
    for index, (name, at) in enumerate(wrong if known else []):
        guess = closest(name, known) if index < _GUESSES else ""
        mend = N_('did you mean "{guess}"?') if guess else N_("the brands are: {known}")
        if name.strip():  # else it is told to be empty
            at.wrong(N_("there is no brand {value}"), mend, value=shown(name), guess=guess, known=listed)


def _named(document: Document, spot: Spot) -> Iterator[tuple[object, Spot]]:
    for table, key in (("feeds", "about"), ("digests", "brands"), ("notify", "brands")):
        for row, at in _rows(document, table, spot):
            names = row.get(key)
            for index, name in enumerate(names if isinstance(names, list) else []):
                yield name, at.inside(key).inside(index)
    for search, at in _rows(document, "searches", spot):
        yield search.get("brand"), at.inside("brand")
    for play, at in _rows(document, "playbook", spot):
        when = play.get("when")
        if isinstance(when, dict):
            yield when.get("brand"), at.inside("when").inside("brand")
