"""When a feed has been silent for longer than its own habit explains. Pure.

    silent_after(rhythm) -> datetime | None      None: it is too seldom heard to tell

Reckoned when something new comes, not at every poll: from then on the feed may be silent so long. The bound is where
such a silence would come by chance less than once in FALSE_ALARMS⁻¹ years of this feed, given how often it has
something new at which hours of the week, and how sure that is. Days off count next to nothing, rests of the length
that it took twice before are its habit, and so are those that it took at this time of another year.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from smwatch.feeds.holidays import day_off
from smwatch.feeds.rhythm import HOUR, WEEK, Rhythm

FALSE_ALARMS: Final = 1 / 20  # a year and feed, if it kept to its habit as dice do; fewer, as habits are known badly
FEWEST: Final = 5.0  # moments remembered; who was heard less often has no habit yet
SUREST: Final = 40.0  # moments; nothing is known better, however much was heard: habits change
ROOM: Final = 1.25  # times the longest rest that it took twice
AT_LEAST: Final = timedelta(hours=6)
NEW: Final = timedelta(days=4)  # at least, while less than three weeks were seen, with no more than two weekends
VERY_NEW: Final = timedelta(days=10)  # at least, while less than a week was seen
SHRUNK: Final = timedelta(days=1)  # a document may be short for so long before anybody is told
REST_DAY: Final = 0.05  # of what is expected else
SEASON: Final = 31 * 24  # hours by which a season may begin sooner or later
SEASON_ROOM: Final = 1.3  # times as long as the last time
YEAR: Final = 365.2425 * 24  # hours
HORIZON: Final = 400  # days; whom one would have to wait for longer is too seldom heard to be missed


def silent_after(rhythm: Rhythm) -> datetime | None:
    """From when on it is against the feed's habit that nothing new came since `rhythm.last`."""
    stopped = _stopped(rhythm)
    if not rhythm.shrunk:
        return stopped
    shrunk = datetime.fromtimestamp(rhythm.shrunk, UTC) + SHRUNK
    return min(stopped, shrunk) if stopped else shrunk


def _stopped(rhythm: Rhythm) -> datetime | None:
    if rhythm.moments < FEWEST:
        return None
    hours = _until_missed(rhythm, max(_bound(rhythm), ROOM * rhythm.rests[1]))
    if hours is None:
        return None
    last = datetime.fromtimestamp(rhythm.last, UTC)
    return last + max(timedelta(hours=hours), _least(rhythm), timedelta(hours=_season(rhythm)))


def _least(rhythm: Rhythm) -> timedelta:
    """Whatever the odds say, so long."""
    known = rhythm.last / HOUR - rhythm.first
    return AT_LEAST if known >= 3 * WEEK else NEW if known >= WEEK else VERY_NEW


def _bound(rhythm: Rhythm) -> float:
    """So many moments missed in a row are improbable.

    A gamma-mixed Poisson: P(none of m expected) = (1 + m/k) ** -k after k moments were heard.
    """
    sure = min(rhythm.moments, SUREST)
    by_chance = FALSE_ALARMS / (rhythm.weekly * YEAR / WEEK)
    return float(sure * (by_chance ** (-1 / sure) - 1)) if by_chance < 1 else 1.0


def _until_missed(rhythm: Rhythm, bound: float) -> float | None:
    """Hours from its last moment until so many have been missed."""
    rates = rhythm.rates
    days = [sum(rates[24 * day : 24 * day + 24]) for day in range(7)]
    begin = rhythm.last / HOUR
    missed, at = 0.0, begin
    for _ in range(HORIZON):
        today = int(at) // 24
        weight = REST_DAY if day_off(datetime.fromtimestamp(at * HOUR, UTC).date()) else 1.0
        whole = weight * days[today % 7]
        if at % 24 == 0 and missed + whole < bound:
            missed, at = missed + whole, at + 24
            continue
        for hour in range(int(at), 24 * today + 24):
            end = hour + 1.0
            missed += (end - at) * weight * rates[hour % WEEK]
            at = end
            if missed >= bound:
                return at - begin
    return None


def _season(rhythm: Rhythm) -> float:
    """Hours of a rest that it took at this time of another year; 0 if it took none."""
    begin = rhythm.last / HOUR
    for started, length in rhythm.pauses:
        after = (begin - started + SEASON) % YEAR
        if after <= 2 * SEASON and begin - started > YEAR / 2:
            return SEASON_ROOM * length
    return 0.0
