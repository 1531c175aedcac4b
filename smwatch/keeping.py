"""What isn't kept for ever: pruned by the config's [retention], and forgotten because somebody asked.

On the floor of scan.py: it knows the config and the store. Nothing else deletes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from smwatch.config.settings import Retention
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Brand, BrandForgotten, FeedSpec, Forgotten, Limits, Person, Pruned, Request
from smwatch.store import Store
from smwatch.text.blot import Blotter, traces

Progress = Callable[[int, int], None]
"""Told now and then: how much is done, of how much."""


def limits(
    kept: Retention, now: datetime, *, labels: bool = False, sure: bool = False, dry_run: bool = False
) -> Limits:
    """What is past its time now."""
    return Limits(
        mentions=now - kept.mentions if kept.mentions is not None else None,
        entries=now - kept.entries if kept.entries is not None else None,
        labels=labels,
        sure=sure,
        dry_run=dry_run,
    )


def prune(store: Store, wanted: Limits, now: datetime, progress: Progress | None = None) -> Pruned:
    """Carry it out; needs no scan lock, as each of its small transactions leaves what makes sense."""
    return store.prune(wanted, now, progress)


def person(store: Store, wanted: str, brands: Iterable[Brand], *, anyway: bool = False) -> Person:
    """Who is meant; UsageError where nothing is stored of them, or where they are what a brand looks for.

    `anyway`: nothing need be stored, if what they write later can be told.
    """
    wanted = plain(wanted)
    told = Blotter(traces([wanted], [wanted], [wanted] if "/" in wanted else []))
    for brand in brands:
        if any(map(told.tells, (brand.name, *brand.names, brand.query))):
            raise UsageError(
                N_("“{name}” is what the brand {brand} looks for"),
                N_("take it out of the config first; else it is found again with each scan"),
                name=wanted,
                brand=brand.name,
            )
    found = store.person(wanted)
    if not is_stored(found) and not (anyway and found.signs):
        names = ", ".join(store.authors_like(wanted))
        hint = N_("did you mean {names}?") if names else N_("write the name as it stands in a mention, or an address")
        if found.signs and not names:
            hint = N_("with --yes, what they write from now on isn't stored")
        elif found.signs:
            hint = N_("did you mean {names}? If not, with --yes what they write from now on isn't stored")
        raise UsageError(N_("nothing is stored of “{name}”"), hint, name=wanted, names=names)
    return found


def is_stored(found: Person) -> bool:
    """Whether there is anything to forget, or was."""
    return bool(found.entries or found.others or found.elsewhere or found.known)


def forget(  # noqa: PLR0913 - keywords but for the first two
    store: Store,
    author: str,
    *,
    specs: Iterable[FeedSpec],
    now: datetime,
    wait: float = 0,
    delete_backups: bool = False,
    progress: Progress | None = None,
) -> Forgotten:
    """Take somebody out; BusyError while a scan runs, after `wait` seconds."""
    declared = frozenset(spec.url for spec in specs)
    request = Request(author=plain(author), declared=declared, delete_backups=delete_backups)
    with store.scanning(wait):
        return store.forget_person(request, now, progress)


def remember(store: Store, author: str, now: datetime) -> int:
    """Keep what they write from now on; UsageError where nobody of that name was forgotten."""
    number = store.remember_person(plain(author), now)
    if not number:
        raise UsageError(
            N_("nobody of the name “{name}” was forgotten here"), N_("write it as you did then"), name=plain(author)
        )
    return number


def forget_brand(  # noqa: PLR0913 - keywords but for the first three
    store: Store, name: str, brands: Iterable[Brand], *, now: datetime, wait: float = 0, dry_run: bool = False
) -> BrandForgotten:
    """Delete all that is stored of a brand; UsageError while the config names it, or where nothing is stored."""
    name = plain(name)
    if any(brand.name == name for brand in brands):
        raise UsageError(
            N_("the config still names the brand “{name}”"),
            N_("take its [[brands]] table out of the config, then run this again"),
            name=name,
        )
    found = store.forget_brand(name, now, dry_run=True)
    if not (found.mentions or found.alerts or found.labels):
        raise UsageError(
            N_("nothing is stored of a brand “{name}”"), N_("write it as it stood in the config"), name=name
        )
    if dry_run:
        return found
    with store.scanning(wait):
        return store.forget_brand(name, now)


def plain(typed: str) -> str:
    """What was typed, as text: bytes of a badly set terminal are no name."""
    return typed.encode("utf-8", "replace").decode().strip()
