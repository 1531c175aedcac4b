"""Each number that an alert shows, reckoned again from the lists that it prints, by the rules that the docs tell."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smwatch.alerts import baseline, listener, rhythm, voices
from smwatch.locales import Speech
from tests.cli.by_hand import ByHand, C, binomial_at_least, day_name, hours, loudest, rate_tail_log10, share_tail
from tests.desk import LISTS, MORNING, Desk, item

ANGRY = (
    "Du verre dans le yogourt numéro {n}, c'est dégoûtant!",
    "Verre dans le yogourt de ma fille de {n} ans. Scandaleux.",
    "Encore du verre dans le yogourt : horrible, plainte {n}, et personne ne répond à nos messages.",
    "Glass in my cup, number {n}. Disgusting, horrible, shameful.",
)
CALM = ("Bonjour à tous, jour {n}", "Où trouve-t-on le yogourt numéro {n}?", "Opening hours of shop {n} please")
FOREIGN = "¿Dónde está la fábrica de yogures, señores, y por qué no hay leche {n}?"
DAYS, WAVES, ARCHIVE = 44, (15, 30, 44), 9
PAGE = 'source = "La page"\nabout = ["Nordelait"]'
OWN = 'source = "Nos gens"\nabout = ["Nordelait"]\nauthor_role = "employee"'


class World:
    """Forty-four days of a page, a little anger on each, three bad mornings; an archive, and the company's people."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.dice, self.n = desk, random.Random(7), 0
        self.said = list[tuple[datetime, str]]()

    def item(self, at: datetime, text: str, author: str = "") -> str:
        """One comment, by somebody of its own unless told otherwise."""
        self.n += 1
        author = author or f"Client {self.n}"
        return item("", text.format(n=self.n), link=f"http://page.example/c{self.n}", at=at, author=author)

    def say(self, at: datetime, text: str, author: str = "") -> None:
        """The same on the page."""
        self.said.append((at, self.item(at, text, author)))

    def scan(self, at: datetime) -> None:
        """What the page shows at that time is found: the last three days."""
        shown = [xml for when, xml in self.said if at - timedelta(days=3) < when <= at]
        self.desk.feed("/page/feed/", *shown, declared=PAGE)
        self.desk.now = at
        self.desk.runs("scan --all --quiet")

    def day(self, start: datetime) -> None:
        """An ordinary one, from 08:00 to 08:00, mostly by day."""
        for _ in range(self.dice.choice((4, 6, 8))):
            at = start + timedelta(minutes=self.dice.choice((60, 200, 400, 500, 600, 900)) + self.dice.randrange(60))
            mood = self.dice.random()
            text = self.dice.choice(ANGRY) if mood < 0.15 else FOREIGN if mood > 0.93 else self.dice.choice(CALM)
            self.say(at, text, author=self.dice.choice(("", "", "Fidèle Un", "Fidèle Deux")))

    def wave(self, start: datetime, n: int) -> None:
        """So many angry people, the more the later; one of them twice."""
        for i in range(n):
            at = start + timedelta(minutes=int(290 * (i / n) ** 0.4))
            self.say(at, self.dice.choice(ANGRY), author="Deux Fois" if i in {3, 5} else "")


@pytest.fixture
def world(desk: Desk) -> World:
    desk.config += LISTS
    world = World(desk)
    start = MORNING - timedelta(days=DAYS)
    for day in range(DAYS + 1):
        now = start + timedelta(days=day)
        world.scan(now)
        if day == ARCHIVE:
            old = [world.item(now - timedelta(days=3, hours=n), ANGRY[0]) for n in range(20)]
            desk.feed("/archive/feed/", *old, declared='source = "Un fonds"\nabout = ["Nordelait"]')
        if day == WAVES[-1]:
            own = [world.item(now + timedelta(minutes=240 + n), ANGRY[1]) for n in range(3)]
            desk.feed("/own/feed/", *own, declared=OWN)
        if day in WAVES:
            world.wave(now, 26)
            for hour in (3, 4, 5) if day < DAYS else (5,):  # the last is at its loudest when it is found
                world.scan(now + timedelta(hours=hour))
        if day < DAYS:
            world.day(now)
    return world


def test_every_number_of_every_alert_is_reckoned_again_from_what_it_prints(world: World) -> None:
    """Three alerts: the first, one that names it, and one that is still open, whose past holds both."""
    desk = world.desk
    alerts = desk.runs("alerts list --json").json
    assert [(one["level"], one["previous"]) for one in alerts] == [("emerging", 2), ("closed", 1), ("closed", None)]
    kinds = set[str]()
    for listed in alerts:
        alert = desk.runs(f"alerts show {listed['id']} --json").json
        rows = desk.runs(alert["reckoning"]["filter"].removeprefix("smwatch ") + " --json").json
        others = [one for one in alerts if one["id"] != alert["id"]]
        by_hand = ByHand(alert, rows, others)
        check_people(alert, rows)
        check_chance(alert, by_hand)
        check_window(alert, by_hand)
        check_course(alert, by_hand)
        check_earlier(alert, others)
        kinds |= {left["why"] for left in alert["reckoning"]["past"]["left_out"]}
    assert kinds == {"alert", "stands out"}, "and all rules are needed"
    flat = " ".join(desk.runs("alerts show 2").out.split())
    closed = datetime.fromisoformat(alerts[2]["closed"])
    assert f"It is another wave: the alert before, no. 1, closed {Speech('en', UTC).when(closed)}." in flat
    lines = desk.runs("alerts list").out.splitlines()
    assert [("after no." in line) for line in lines if "Nordelait: " in line] == [True, True, False]
    assert any(desk.runs(f"alerts show {number} --json").json["doubling"] for number in (1, 2))
    first = desk.runs("alerts show 1 --json").json
    window = desk.runs(first["window"]["filter"].removeprefix("smwatch ") + " --label negative --json").json
    desk.runs(f"mentions label {window[0]['id']} positive")
    again = desk.runs("alerts show 1 --json").json
    assert (first["reckoning"]["as_told"], again["reckoning"]["as_told"]) == (True, False)
    assert again["negatives"] == first["negatives"] > again["reckoning"]["negatives"]
    assert "Reckoned again by what is stored now" in desk.runs("alerts show 1").out


def check_people(alert: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Mentions by one person are those of one name: here all names are of one page, and none means nobody."""
    by_name = Counter(row["author"] for row in rows if row["author"])
    groups = {frozenset(row["id"] for row in rows if row["author"] == name) for name, n in by_name.items() if n > 1}
    told = [
        [number for number in ids if number in {row["id"] for row in rows}] for ids in alert["reckoning"]["one_author"]
    ]
    assert {frozenset(ids) for ids in told if len(ids) > 1} == groups


def check_chance(alert: dict[str, Any], hand: ByHand) -> None:
    """What was expected, how likely it is by chance, and the share."""
    told = alert["reckoning"]
    usual = hand.usual(hand.heard, hand.at, hand.stretch())
    k, judged = hand.inside(hand.loud(hand.heard)), hand.inside(hand.judged(hand.heard))
    everyone = judged + hand.inside(hand.unscored(hand.heard))
    assert told["as_told"]
    assert alert["negatives"] == told["negatives"] == k > 4
    assert alert["mentions"] == told["mentions"] == max(k, everyone)
    assert told["judged"] == max(k, judged)
    past = told["past"]
    assert (past["first"], past["last"]) == (day_name(usual.first), day_name(usual.end - 1))
    assert past["days"] == len(usual.calm)
    odd = set(range(usual.first, usual.end)) - set(usual.calm) - usual.alert
    left = {why: {one["day"] for one in past["left_out"] if one["why"] == why} for why in ("alert", "stands out")}
    assert left == {"alert": set(map(day_name, usual.alert)), "stands out": set(map(day_name, odd))}
    assert (past["negatives"], past["mentions"]) == (usual.negatives, usual.mentions)
    busy = usual.busy(hand.began, hand.at)
    expected = usual.rate / 24 * busy
    one_look = rate_tail_log10(k, expected, usual.shape)
    for name, value in (
        ("rate_a_day", usual.rate),
        ("give_or_take", usual.rate / usual.shape**0.5),
        ("shape", usual.shape),
        ("busy_hours", busy),
        ("expected", expected),
        ("one_look_log10", one_look),
        ("looks_a_year", round(hand.looks)),
        ("probability", min(1, 10**one_look * hand.looks)),
    ):
        assert told[name] == pytest.approx(value, rel=1e-6), name
    assert past["weighs_days"] == pytest.approx(usual.weight)
    assert (alert["expected"], alert["probability"]) == pytest.approx((told["expected"], told["probability"]), rel=1e-6)
    share = told["share"]
    assert share["now"] == k / told["judged"]
    assert share["usual"] == pytest.approx(usual.a / (usual.a + usual.b))
    assert share["chance"] == pytest.approx(share_tail(k, told["judged"], usual.a, usual.b), rel=1e-6)


def check_window(alert: dict[str, Any], hand: ByHand) -> None:
    """What its window is made of, when it was loudest."""
    since, until = alert["window"]["since"], alert["window"]["until"]
    inside = [row for row in hand.heard if since <= row["published"] < until and hand.speaks(row)]
    assert alert["stories"] == len({row["story"] or row["id"] for row in inside})
    assert alert["authors"] == len({hand.author.get(row["id"], row["id"]) for row in inside})
    assert alert["window"]["aside"] == 3 * (alert["id"] == 3), "the company's own people, on the last day"
    for one, many in (("source", "sources"), ("thread", "threads")):
        counts = loudest(inside, one)
        assert {told["name"]: told["count"] for told in alert[many]}.items() <= counts.items()
    spoke = hand.voices(sorted(inside, key=lambda row: (row["published"], str(row["id"]))), C["memory"])
    for term in alert["terms"]:
        pattern = re.compile(rf"(?<!\w){term['name']}(?!\w)")
        assert term["count"] == sum(bool(pattern.search(f"{r['title']}\n\n{r['text']}".casefold())) for r in spoke)
    by_id = {row["id"]: row for row in hand.heard}
    first = by_id[alert["first_mention"]]
    assert hand.speaks(first)
    assert first["fetched"] <= alert["opened"]


def check_course(alert: dict[str, Any], hand: ByHand) -> None:
    """Its curve, where it goes, and how fast it grew."""
    curve, trend = alert["curve"], alert["trend"]
    rows = hand.found(min(row["fetched"] for row in hand.rows), trend["at"])
    end, over = hours(trend["at"]), hours(alert["closed"]) if alert["closed"] else float("inf")
    usual = hand.usual(rows, end, (hours(alert["opened"]), over))
    first = next(row for row in rows if row["id"] == alert["first_mention"])
    times = [at for at in hand.loud(rows) if hours(first["published"]) <= at]
    start, step = hours(curve["since"]), curve["step_hours"]
    for n, (bar, expected) in enumerate(zip(curve["voices"], curve["expected"], strict=True)):
        since = start + n * step
        assert bar == sum(since <= at < since + step for at in times)
        assert expected == pytest.approx(usual.rate / 24 * usual.busy(since, since + step), abs=1e-4)
    recent, before = (sum(end - a < at <= end - b for at in times) for a, b in ((6, 0), (24, 6)))
    assert (trend["last_6_hours"], trend["18_hours_before"]) == (recent, before)
    share, n = usual.busy(end - 6, end) / usual.busy(end - 24, end), recent + before
    is_ = "steady"
    if alert["closed"] or n < 6:
        is_ = "unknown"
    elif binomial_at_least(recent, n, share) < 0.05:
        is_ = "growing"
    elif binomial_at_least(before, n, 1 - share) < 0.05:
        is_ = "falling"
    assert trend["is"] == is_
    grew = hand.doubling(times, hours(first["published"]), hours(alert["window"]["until"]))
    assert bool(grew) is bool(alert["doubling"])
    if grew:
        assert [alert["doubling"][name] for name in ("hours", "low", "high")] == pytest.approx(grew, rel=1e-6)


def check_earlier(alert: dict[str, Any], others: list[dict[str, Any]]) -> None:
    """How it compares with those before it."""
    sizes = sorted((one["negatives"], one["id"]) for one in others if one["opened"] < alert["opened"])
    if not sizes:
        assert alert["earlier"] is None
        return
    middle = [size for size, _ in sizes[(len(sizes) - 1) // 2 : len(sizes) // 2 + 1]]
    assert (alert["earlier"]["alerts"], alert["earlier"]["median"]) == (len(sizes), sum(middle) / len(middle))
    assert alert["earlier"]["largest"]["negatives"] == sizes[-1][0]


def test_the_constants_of_the_page_are_those_of_the_program() -> None:
    assert {
        "late": voices.LATE,
        "memory": voices.MEMORY,
        "memory_of_all": voices.MEMORY_OF_ALL,
        "opening": voices.OPENING,
        "days": baseline.DAYS,
        "recent": baseline.RECENT,
        "half_life": baseline.HALF_LIFE,
        "lasting": baseline.LASTING,
        "odd": pytest.approx(2.718281828459045**baseline.ODD),
        "prior_voices": baseline.PRIOR_VOICES,
        "prior_days": baseline.PRIOR_DAYS,
        "prior_negative": baseline.PRIOR_NEGATIVE,
        "prior_other": baseline.PRIOR_OTHER,
        "sure_rate": baseline.SURE_RATE,
        "sure_share": baseline.SURE_SHARE,
        "pull": rhythm.PULL,
        "looks": listener.LOOKS,
    } == C
