"""When to poll a feed next. Pure: times come in, a time goes out.

    next_poll(feed, result) -> Timing        `at` always after the poll's

A feed has its own rhythm (rhythm.py): it is polled when what it has probably brought since is worth a look, every
quarter of an hour at its busiest, once a day at the least. What mentions brands is worth more. A failing feed is
asked half as often each time, down to once a day.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from smwatch.feeds.asks import LATEST
from smwatch.feeds.rhythm import HOUR, Rhythm, learn, measure, unpack
from smwatch.feeds.silence import silent_after
from smwatch.locales import N_
from smwatch.models import Asks, DateTrust, FailureKind, Feed, Origin, Polled, PollFailed, PollResult, Timing, Warned

SOON: Final = timedelta(minutes=15)
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)  # leaves room for time zones
HOPELESS: Final = {404, 410, 403, 401, 400, 405}  # a place that we guessed isn't there, or isn't open
DELAY: Final = 0.023  # hours that what is new may have waited, all together, when it is fetched
MOST_WORTH: Final = 8.0  # times as impatient with a feed that brings mentions
ALARM: Final = 16.0  # times as impatient with one that mentioned a brand of which an alert is open
CALM: Final = 48  # silent for 48 hours: asked once an hour, where no rhythm is known
OVERDUE: Final = 3.0  # moments missed, after which a feed is asked less and less often
FOLLOWS: Final = 0.25  # worth: comments under a mention, even when it is a few weeks old
ALIVE: Final = timedelta(days=2)  # comments under a mention: every quarter of an hour until they rest for so long
QUIET_FOR: Final = timedelta(days=30)  # comments under one entry that rest so long are retired; the config's [threads]
HABIT: Final = 5  # moments that a feed must have had something new at, before its habit is spoken of
_MOST_DOUBLINGS = 7  # 15 minutes doubled seven times are more than a day

ASKED = N_("the site asks to wait until then")
LEARNING = N_("it is not known yet how often it brings something")
LIVELY = N_("it brings something all the time")
USUAL = N_("as often as it usually brings something")
QUIET = N_("it has been quiet for longer than usual, so it is asked less often")
EMPTY = N_("it has not brought anything yet")
MENTIONS = N_("it mentions your brands, so it is asked more often")
ALERTING = N_("an alert is open about a brand that it mentions, so it is asked more often")
FOLLOWED = N_("people may be commenting on a mention there")
CONFIGURED = N_("as often as the config says (every)")
FAILING = N_("it is failing, so it is asked less and less often")
PAUSED = N_("its host asked for a pause")
GONE = N_("it is gone for good")
NO_COMMENTS = N_("there is no comment feed at this address")
RETIRED = N_("nobody comments there any more; it is polled again when somebody does")

STOPPED = N_("it answers, but has had nothing new since {since}, which its habit does not explain")
SHRUNK = N_("it answers, but shows far fewer entries than ever before, and nothing new since {since}")
SPEAKS = N_("it brings something new again")


def next_poll(feed: Feed, result: PollResult, quiet: timedelta = QUIET_FOR) -> Timing:
    """When, and why then; never before `every` of the config, nor before what the server asks for up to a day.

    Comments under one entry are retired when nobody has commented for `quiet`.
    """
    if isinstance(result, PollFailed):
        return _after_failure(feed, result)
    rhythm, learnt = _rhythm(feed, result)
    timing = _state(feed, result, rhythm, learnt, quiet)
    if timing.retired:
        return timing
    wait, why = _wait(feed, result, rhythm)
    asks = result.asks or feed.asks
    at, why = _asked(result.at + wait, why, result, asks)
    return replace(timing, at=_awake(at, asks), why=why)


def warnings_of(polled: Polled, timing: Timing) -> list[Warned]:
    """What is told once: that a feed has fallen silent, and that it speaks again; for each brand that it is about."""
    feed = polled.feed
    if bool(timing.silent) == bool(feed.silent):
        return []
    message, args = SPEAKS, dict[str, str]()
    if timing.silent:
        message = SHRUNK if timing.silent == "shrunk" else STOPPED
        args = {"since": timing.silent_since.date().isoformat() if timing.silent_since else ""}
    kind, at = "silent" if timing.silent else "resumed", timing.silent_since or polled.at
    brands = feed.spec.about or ("",)
    return [Warned(kind=kind, brand=brand, feed=feed.spec.url, message=message, args=args, at=at) for brand in brands]


def _after_failure(feed: Feed, failed: PollFailed) -> Timing:
    if failed.postponed:
        until = failed.not_before or failed.at + SOON
        return Timing(after_pause(feed.url, failed.at, until), PAUSED, held=True)
    if _was_a_guess(feed, failed):
        return Timing(NEVER, NO_COMMENTS)
    if failed.kind is FailureKind.GONE and feed.url == feed.spec.url:  # a move that is gone leads back
        return Timing(NEVER, GONE)
    unasked = failed.kind is FailureKind.UNAUTHORIZED and failed.status is None  # a secret is missing here
    wait = feed.spec.every or SOON if unasked else _back_off(feed)
    at, why = _asked(failed.at + wait, FAILING, failed, feed.asks)
    return Timing(at, why, held=failed.kind is FailureKind.THROTTLED)


def _asked(at: datetime, why: str, result: PollResult, asks: Asks) -> tuple[datetime, str]:
    latest = result.at + LATEST
    wishes = [result.not_before] if result.not_before else []
    if asks.wait and isinstance(result, Polled):
        since = (asks.base - result.at) % asks.wait if asks.base else asks.wait
        wishes.append(result.at + (since or asks.wait))
    asked = min(max(wishes), latest) if wishes else at
    return (asked, ASKED) if asked > at else (at, why)


def _awake(at: datetime, asks: Asks) -> datetime:
    """Not in an hour or on a day at which the feed asks to be left alone; put off by a day at most."""
    hours, days = frozenset(asks.hours), frozenset(asks.days)
    later = at
    for _ in range(24):
        if later.hour not in hours and later.weekday() not in days:
            return later
        later = later.replace(minute=at.minute, second=at.second) + timedelta(hours=1)
    return later if later.hour not in hours else at  # a day that is skipped is put off by 24 hours; no hour: by none


def after_pause(url: str, now: datetime, until: datetime) -> datetime:
    """When a host that asked for a pause is asked for this feed again: not for all of its feeds at once."""
    return until + max(SOON, (until - now) / 4) * _share(url)


def _was_a_guess(feed: Feed, failed: PollFailed) -> bool:
    """A discovered feed that never answered: the place where WordPress has comments, on a site that hasn't."""
    if feed.spec.origin is not Origin.DISCOVERED or feed.last_new or feed.validators.body_digest:
        return False
    return failed.kind is FailureKind.NOT_A_FEED or failed.status in HOPELESS


def _back_off(feed: Feed) -> timedelta:
    """A quarter of an hour (or `every`), doubled with each failure in a row; at most a day, unless `every` is more."""
    first = feed.spec.every or SOON
    wait = min(first, LATEST) * (1 << min(feed.failures, _MOST_DOUBLINGS))
    return max(first, min(wait, LATEST) * (1 - 0.1 * _share(feed.url)))


def _rhythm(feed: Feed, polled: Polled) -> tuple[Rhythm | None, bool]:
    """The feed's rhythm after this poll, and whether it was learnt anew."""
    before = unpack(feed.rhythm) if feed.rhythm else None
    if polled.unchanged:
        return before, False
    fresh = [entry for entry in polled.entries if entry.key not in polled.edited]
    dated = [entry.published for entry in fresh if entry.date_trust is DateTrust.FEED]
    since = feed.last_poll if len(fresh) < polled.seen else None  # nothing in common with the document before
    after = learn(before, polled.at, since, dated, undated=len(dated) < len(fresh))
    if after:
        after = measure(after, polled.at, polled.seen, fresh=bool(fresh))
    return after, after is not before and after != before


def _state(feed: Feed, polled: Polled, rhythm: Rhythm | None, learnt: bool, quiet: timedelta) -> Timing:
    """Whether it is to be retired or called silent, and what is to be kept of its rhythm."""
    timing = Timing(polled.at + LATEST, QUIET)
    until = feed.silent_after
    if rhythm and learnt:
        until = None if _of_one_entry(feed) else silent_after(rhythm)
        timing = replace(timing, rhythm=rhythm.pack(), silent_after=until)
    if _of_one_entry(feed):
        return (
            replace(timing, at=NEVER, why=RETIRED, retired=True)
            if polled.at - _last_sign(feed, polled, rhythm) >= quiet
            else timing
        )
    if rhythm and until and polled.at >= until:
        how = "shrunk" if rhythm.shrunk else "stopped"
        return replace(timing, silent=how, silent_since=rhythm.last_at)
    return timing


def _of_one_entry(feed: Feed) -> bool:
    """Comments under one entry: they end some day, and nobody is to be told."""
    return feed.spec.origin is Origin.DISCOVERED and bool(feed.spec.thread)


def _last_sign(feed: Feed, polled: Polled, rhythm: Rhythm | None) -> datetime:
    """When it last brought something, or else when it came to be known."""
    signs = [sign for sign in (rhythm and rhythm.last_at, feed.added, feed.last_new) if sign]
    return min(max(signs), polled.at) if signs else polled.at


def _wait(feed: Feed, polled: Polled, rhythm: Rhythm | None) -> tuple[timedelta, str]:
    """Its own, or the config's.

    A little early, rather than late: a scan that cron starts each quarter of an hour would come just before the
    feed's time, and leave it for the next.
    """
    if feed.spec.every:
        return feed.spec.every - min(timedelta(seconds=30), feed.spec.every / 32), CONFIGURED
    quiet = polled.at - _last_sign(feed, polled, rhythm)
    if feed.spec.origin is Origin.DISCOVERED and feed.worth >= FOLLOWS and quiet < ALIVE:
        return SOON * _spread(feed.url, SOON), FOLLOWED
    impatience = ALARM if feed.alerting else 1 + min(feed.worth, MOST_WORTH)
    if rhythm:
        missed = rhythm.missed(rhythm.last, polled.at.timestamp())
        fades = min(1.0, OVERDUE / missed) ** 2 if missed else 1.0
        hours, why = _until_worth(rhythm, polled.at, fades, DELAY / impatience), USUAL if fades == 1 else QUIET
    elif feed.last_new:  # it came to be known before its rhythm was kept
        hours, why = quiet / CALM / timedelta(hours=1), QUIET
    else:  # something new once in as long as it has been empty, at a guess
        hours = math.sqrt(4 * DELAY / impatience * max(quiet / timedelta(hours=1), 12.0))
        why = EMPTY
    wait = min(max(SOON, timedelta(hours=hours)), LATEST)
    if feed.alerting:
        why = ALERTING
    elif feed.worth >= 1:
        why = MENTIONS
    elif rhythm and rhythm.moments < HABIT:
        why = LEARNING
    elif wait <= SOON:
        why = LIVELY
    return wait * _spread(feed.url, wait), why


def _until_worth(rhythm: Rhythm, at: datetime, fades: float, delay: float) -> float:
    """Hours until what is to be expected would have waited for `delay` hours, all of it together; a day at most."""
    begin = at.timestamp() / HOUR
    now, end, waiting, waited = begin, begin + 24, 0.0, 0.0
    while now < end:
        span = math.floor(now) + 1 - now
        rate = fades * rhythm.rate(int(now))
        after = waited + waiting * span + rate * span * span / 2
        if after >= delay:
            left = delay - waited
            root = math.sqrt(waiting * waiting + 2 * rate * left)
            return now - begin + 2 * left / (waiting + root)
        now, waiting, waited = now + span, waiting + rate * span, after
    return 24.0


def _spread(url: str, wait: timedelta) -> float:
    """A share of a wait, always the same for a URL: long waits are spread widely, so that no host is hit at once."""
    return 1 - (0.1 if wait <= SOON else 0.4 if wait < LATEST else 0.04) * _share(url)


def _share(url: str) -> float:
    """From 0 to 1, evenly, always the same for a URL."""
    return int.from_bytes(hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=2).digest()) / 0xFFFF
