"""What is typed becomes values: times, labels, filters; a mistake becomes a UsageError that names the option."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from smwatch.config.durations import parse_duration
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Label, MentionFilter, Role
from smwatch.text.fold import fold

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.models import Alert

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Nothing on the Web is older, nor younger while this runs; between them a period and the one before are dates."""

SHOWN = 40
"""Characters of what was typed that a message repeats."""


def moment(terminal: Terminal, typed: str, option: str) -> datetime | None:
    """The time that `24h`, `yesterday` or `2026-03-24` means now, aware UTC; None for "".

    One that lies beyond all mentions is brought nearer. Raises UsageError naming the option.
    """
    return min(max(_moment(terminal, typed, option), EARLIEST), LATEST) if typed else None


def _moment(terminal: Terminal, typed: str, option: str) -> datetime:
    now, zone = terminal.app.clock(), terminal.app.speech.zone
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    words = {"now": now, "today": midnight, "yesterday": midnight - timedelta(days=1)}
    words |= {"maintenant": now, "aujourd'hui": midnight, "hier": words["yesterday"]}
    if typed.lower() in words:
        return words[typed.lower()].astimezone(UTC)
    with suppress(ValueError):
        return now - parse_duration(typed)
    try:
        at = datetime.fromisoformat(typed)
        return (at if at.tzinfo else at.replace(tzinfo=zone) if zone else at.astimezone()).astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or one at the edge of what a date can be
        raise UsageError(
            N_("{option}: “{typed}” is no time that smwatch can read"),
            N_("write 24h, 7d, yesterday, 2026-03-24 or 2026-03-24T14:05"),
            option=option,
            typed=typed,
        ) from None


def check_period(begin: datetime | None, end: datetime, now: datetime) -> None:
    """UsageError for a period that ends before it begins, or hasn't begun."""
    if begin is not None and begin >= min(end, now):
        raise UsageError(
            N_("the period ends before it begins, or lies ahead"),
            N_("give a --since that is earlier, or leave out --until"),
        )


def is_unscored(typed: str) -> bool:
    """Whether those are meant that have no label, in either language."""
    plain = fold(typed).replace("-", " ")
    return plain in {"unscored", "not scored", "non evalue", "non evalues", "non evaluee", "non evaluees"}


def label(typed: str) -> Label | None:
    """The label that is meant, in either language; None for ""."""
    found = label_or_none(typed)
    if typed and not found:
        raise UsageError(
            N_("--label: “{typed}” is no label"), N_("choose negative, neutral, positive or unscored"), typed=typed
        )
    return found


def label_or_none(typed: str) -> Label | None:
    """The label that is meant, in either language, of a mention or by itself; None for what is none."""
    word = _singular(typed)
    french = {"negatif": "negative", "neutre": "neutral", "positif": "positive"}
    with suppress(ValueError):
        return Label(french.get(word, word))
    return None


def became(typed: str) -> str:
    """What became of the mentions that are meant, in either language; "" for ""."""
    word = _singular(typed)
    french = {"nouvelle": "new", "confiee": "assigned", "repondue": "answered", "ignoree": "ignored"}
    word = french.get(word, word)
    if typed and word not in {*french.values()}:
        raise UsageError(
            N_("--status: “{typed}” is no status"),
            N_("choose new, assigned, answered or ignored"),
            typed=typed[:SHOWN],
        )
    return word


def _singular(typed: str) -> str:
    """A word that stands for one or several mentions, without case, accents and the s of many."""
    return fold(typed).strip().removesuffix("s")


def role(typed: str) -> Role | None:
    """The role that is meant, in either language; None for ""."""
    word = fold(typed).strip()
    french = {"officiel": "official", "employe": "employee", "partenaire": "partner", "presse": "press"}
    word = french.get(word, word)
    if typed and word not in {*Role}:
        raise UsageError(
            N_("--role: “{typed}” is no role"),
            N_("choose official, employee, partner, press or public"),
            typed=typed[:SHOWN],
        )
    return Role(word) if word else None


def mention_filter(
    terminal: Terminal,
    *,
    brand: str = "",
    since: str = "",
    until: str = "",
    label_typed: str = "",
    role_typed: str = "",
    status: str = "",
    hidden: bool = False,
    limit: int | None = None,
    **same: str,
) -> MentionFilter:
    """The filters of `mentions list` and `export mentions`, from what was typed; `same` are taken as they are."""
    # what isn't text (bytes that a badly set terminal hands over) finds nothing, and breaks nothing
    plain: dict[str, Any] = {name: typed.encode("utf-8", "replace").decode() for name, typed in same.items()}
    check_search(plain.get("search", ""))
    return MentionFilter(
        brand=brand_named(terminal, brand, hidden=hidden),
        since=moment(terminal, since, "--since"),
        until=moment(terminal, until, "--until"),
        label=None if is_unscored(label_typed) else label(label_typed),
        unscored=is_unscored(label_typed),
        role=role(role_typed),
        status=became(status),
        hidden=hidden,
        gone=() if hidden or brand else gone(terminal),
        limit=limit,
        **plain,
    )


def brand_named(terminal: Terminal, typed: str, *, hidden: bool) -> str:
    """The brand that is meant, "" for ""; with `hidden` also one of which something is stored still."""
    if not typed or (hidden and terminal.app.brand(typed) is None and is_stored(terminal, typed)):
        return typed
    return terminal.brand(typed).name


def is_stored(terminal: Terminal, brand: str) -> bool:
    """Whether there are mentions or alerts of a brand, whatever the config says."""
    store, any_of_it = terminal.app.store, MentionFilter(brand=brand, hidden=True, limit=1)
    return any(True for _ in store.mentions(any_of_it)) or bool(store.alerts(brand=brand))


def tell_hidden(terminal: Terminal, brand: str) -> None:
    """That what is shown is of a brand that isn't watched any more; nothing of any other."""
    if brand not in {each.name for each in terminal.app.config.brands}:
        terminal.note(N_("The config doesn't name {brand} any more, so this is hidden; `--all` lists it."), brand=brand)


def gone(terminal: Terminal) -> tuple[str, ...]:
    """Brands that the config doesn't name any more; with the next scan their mentions are hidden for good."""
    return tuple(sorted(terminal.app.store.watched().keys() - {brand.name for brand in terminal.app.config.brands}))


def living(terminal: Terminal, alerts: Iterable[Alert]) -> list[Alert]:
    """The alerts but for those of brands that the config doesn't name any more."""
    names = {brand.name for brand in terminal.app.config.brands}
    return [alert for alert in alerts if alert.brand in names]


def check_search(typed: str) -> None:
    """UsageError where something was typed but there is nothing to look for: no mention would be found by that."""
    if not typed:
        return
    from smwatch.text.sought import read_search

    sought = read_search(typed)
    if not sought.wanted:
        what = N_("--search: there is no word to look for in “{typed}”")
        if sought.unwanted:
            what = N_("--search: “{typed}” only leaves words out")
        hint = N_('write words, "a phrase" or begin*; a word with a minus in front is left out')
        raise UsageError(what, hint, typed=shortened(typed))


def shortened(typed: str) -> str:
    """The beginning of what was typed, to be told again."""
    return typed if len(typed) <= SHOWN else typed[:SHOWN] + "…"


def duration(typed: str, option: str) -> float:
    """Seconds of a stretch of time like 60s or 15m; UsageError names the option."""
    try:
        return parse_duration(typed).total_seconds()
    except ValueError:
        raise UsageError(
            N_("{option}: “{typed}” is no stretch of time"), N_("write 60s, 15m or 24h"), option=option, typed=typed
        ) from None
