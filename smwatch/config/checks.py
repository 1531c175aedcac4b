"""What must fit together across keys: names that stand for one thing, and names that stand for anything at all.

Looks at what tomllib gave, not at what was read, so that one mistake doesn't hide or cause another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smwatch.config.lines import line_of
from smwatch.config.runs import check_certificates
from smwatch.config.spot import closest, shown
from smwatch.locales import N_
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.config.spot import Spot

Document = dict[str, object]

SOME_TIME = N_("leave some out; to be told less, narrow levels, kinds or brands")

_GUESSES = 20  # to look for what was meant takes a while among thousands of brands; who has more mistakes sees the list


def check_all(document: Document, spot: Spot) -> None:
    """Note every mistake that no single key shows."""
    _some_brand(document, spot)
    _no_two(document, spot, "brands", "name", str.casefold)
    _no_two(document, spot, "digests", "name", str.casefold)
    _no_two(document, spot, "feeds", "url", _same_address)
    _no_two(document, spot, "notify", "name", str.casefold)
    _no_two(document, spot, "people", "name", str.strip)
    for notify, at in _rows(document, "notify", spot):
        _one_way(notify, at, mail=bool(document.get("mail")))
        _some_news(notify, at)
        _some_time(notify, at, document)
    _told_apart(document, spot)
    _somebody_on_duty(document, spot)
    for brand, at in _rows(document, "brands", spot):
        _query_or_names(brand, at)
    _known_brands(document, spot)
    check_certificates(document, spot)


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


def _some_news(notify: Document, at: Spot) -> None:
    for key in ("levels", "kinds"):
        if notify.get(key) == []:
            at.inside(key).wrong(N_("with nothing in it, nothing is ever told"), N_("leave the key out, or fill it"))


def _some_time(notify: Document, at: Spot, document: Document) -> None:
    """There is an hour of the week in which something may be sent: what has to wait for none would have no end."""
    from smwatch.config.hours import always

    if always(_texts(notify.get("quiet"))):
        at.inside("quiet").wrong(
            N_("these are all hours of the week: what isn't urgent would never be sent"), SOME_TIME
        )
        return
    duties = [row.get("hours") for row, _ in _rows(document, "duty", at)] if notify.get("duty") is True else []
    if duties and all(duties) and always(_texts(notify.get("quiet")), [one for all_ in duties for one in _texts(all_)]):
        at.inside("quiet").wrong(N_("these cover all hours in which somebody is on duty"), SOME_TIME)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _told_apart(document: Document, spot: Spot) -> None:
    """No two are known by one name: what is newer for one would take the place of what waits for the other."""
    first: dict[str, Spot] = {}
    named = set[str]()
    for notify, at in _rows(document, "notify", spot):
        ways = [notify.get("name"), ", ".join(_texts(notify.get("to"))), notify.get("duty") is True and "duty"]
        known = next((str(way) for way in (*ways, notify.get("url"), notify.get("webhook")) if way), "").strip()
        if known and known in first and not (notify.get("name") and known in named):  # two names are told already
            at.wrong(
                N_("this is kept under the same name as the one on line {line}: {value}"),
                N_("give each a name of its own"),
                value=shown(masked(known)),
                line=line_of(spot.lines, first[known].key),
            )
        first.setdefault(known, at)
        named |= {known} if notify.get("name") else set()


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
    for table, key in (
        ("feeds", "about"),
        ("searches", "about"),
        ("digests", "brands"),
        ("notify", "brands"),
        ("people", "brands"),
    ):
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
