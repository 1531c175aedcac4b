"""Brands are judged on what is new, and it comes to what hearing all again comes to, whatever happened in between."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.alerts.backtest import FeedEvent, backtest
from smwatch.alerts.detector import HISTORY, believed, step
from smwatch.alerts.hearing import Hearing
from smwatch.alerts.lines import alert_line
from smwatch.config.settings import AlertSettings
from smwatch.judging import KINDS, Bench
from smwatch.models import (
    Alert,
    AlertChange,
    AlertKind,
    Change,
    Entry,
    Label,
    Level,
    Limits,
    Mention,
    MentionFilter,
    Request,
    Rescoring,
    Role,
    Sentiment,
    Understood,
)
from smwatch.store import Store, open_store
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save
from tests.thorough import cases

BRAND = "Nestlé"
DAY = timedelta(days=1)
RULES = AlertSettings()
MILD = Sentiment(score=0.0, label=Label.NEUTRAL, scorer="vader/1")
UNKNOWN = Sentiment(score=None, label=None, scorer="")
LONG = "de l'huile de palme dans notre chocolat, et personne ne nous en a rien dit avant ce matin"


class World:
    """A brand that is spoken of, and a scan that judges it as it goes."""

    def __init__(self, store: Store, dice: random.Random) -> None:
        self.store, self.dice, self.now = store, dice, MONDAY
        self.said, self.changes, self.went_on = 0, list[AlertChange](), 0
        store.begin_scan(self.now)
        store.begin_rematch({BRAND: "1:a"}, [], self.now)

    def one(self, late: timedelta = HOUR, *, negative: float = 0.2) -> tuple[Entry, Mention]:
        """Something that somebody says."""
        self.said += 1
        dice = self.dice
        key, who = str(self.said), dice.choice([f"Anne Roy{self.said}", "Marie Tremblay", "Jo", ""])
        text = f"{dice.choice(['Remarque', 'Note', 'Ah'])} {self.said} " + dice.choice([LONG, "Non.", f"{key} " * 12])
        felt = BAD if dice.random() < negative else dice.choice([GOOD, MILD, MILD, UNKNOWN])
        at = self.now - late * dice.random()
        said = entry(key, text, author=who, published=at, url=f"https://blog.example/{key}")
        if dice.random() < 0.1:
            said = replace(said, author="", author_email=f"m{dice.randrange(3)}@a.example")
        return said, mention(key, sentiment=felt, story=dice.choice([f"s{key}", "", "wire"]))

    def hear(self, most: int, late: timedelta = HOUR, *, negative: float = 0.2) -> None:
        """A poll of one of the feeds."""
        some = [self.one(late, negative=negative) for _ in range(self.dice.randint(0, most))]
        feed = self.dice.choice([BLOG, NEWS])
        save(self.store, polled(feed, [e for e, _ in some], [m for _, m in some], at=self.now))

    def numbers(self) -> list[int]:
        return [row.id for row in self.store.mentions(MentionFilter(hidden=True))]

    def judge(self) -> None:
        """Judge on what is new, and compare with a detector that hears everything again."""
        store, now = self.store, self.now
        judged = store.judged().get(BRAND)
        said = store.heard(BRAND, now - HISTORY)
        since = store.listening_since()
        whole, others = list[AlertChange](), list[Alert]()
        for kind in KINDS:
            last = store.alerts(brand=BRAND, kind=kind)
            last = sorted(last, key=lambda alert: alert.level is Level.CLOSED)[:1]
            latest = last[0] if last else None
            changes = step(BRAND, said, now, latest, RULES, kind=kind, since=since, judged=judged, others=others)
            whole += changes
            others += [change.alert for change in changes] or last
        self.went_on += is_known(store)
        bench = Bench(store=store, now=now, settings=RULES, ears=(), since=since, notices=lambda _: ())
        told = bench.judge(BRAND, believed(judged, now), back=judged is not None and judged > now)
        assert [replace(change, alert=replace(change.alert, id=0)) for change in told] == [
            replace(change, alert=replace(stored_as(change), id=0)) for change in whole
        ]
        self.changes += told


def stored_as(change: AlertChange) -> Alert:
    """The alert with its window as the store has it: to the second."""
    return replace(change.alert, window=timedelta(seconds=round(change.alert.window.total_seconds())))


def is_known(store: Store) -> bool:
    """Whether a state is kept of the brand."""
    return bool(store._connection.execute("SELECT 1 FROM listening WHERE state <> x''").fetchone())


def label(world: World) -> None:
    world.store.label_mentions([world.dice.choice(world.numbers())], world.dice.choice([*Label]), world.now)


def unlabel(world: World) -> None:
    world.store.unlabel_mentions([world.dice.choice(world.numbers())], world.now)


def rescore(world: World) -> None:
    number = world.dice.choice(world.numbers())
    world.store.save_scores([(number, world.dice.choice([BAD, GOOD, MILD]))], Rescoring(scorers=frozenset({"vader/1"})))


def hide(world: World) -> None:
    """A changed query no longer finds it, or finds it again."""
    one = world.dice.choice(list(world.store.entries()))
    said = (mention(one.entry.key),) if world.dice.random() < 0.5 else ()
    world.store.save_again([Understood(stored=one, mentions=said)], [BRAND])


def edit(world: World) -> None:
    """A feed shows an entry again, with another text or by another author."""
    one = world.dice.choice(list(world.store.entries()))
    text = one.entry.text + " (corrigé)" if world.dice.random() < 0.5 else "Tout autre chose, " + one.entry.text
    spec = BLOG if one.feed == BLOG.url else NEWS
    shown = replace(one.entry, text=text, digest=text)
    save(world.store, polled(spec, [shown], [mention(shown.key, sentiment=BAD)], at=world.now))


def prune(world: World) -> None:
    world.store.prune(Limits(mentions=world.now - world.dice.choice([10, 30]) * DAY), world.now)


def forget(world: World) -> None:
    world.store.forget_person(Request(author="Marie Tremblay"), world.now)


def role(world: World) -> None:
    """The config says that a feed is the company's own."""
    roles = [replace(BLOG, author_role=world.dice.choice([Role.PUBLIC, Role.OFFICIAL])), NEWS]
    world.store.sync_feeds(roles, world.now)


def set_back(world: World) -> None:
    """The clock is."""
    world.now -= 2 * DAY


def nothing(world: World) -> None:
    """Most of the time."""


HAPPENINGS = (label, unlabel, rescore, hide, edit, prune, role, set_back, nothing, nothing, nothing, nothing)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "smwatch.db"
    with closing(open_store(path)) as store:
        store.sync_feeds([BLOG, NEWS], MONDAY)
    return path


@pytest.fixture
def world(empty: Path, tmp_path: Path) -> Iterator[World]:
    with closing(open_store(Path(shutil.copy(empty, tmp_path)))) as store:
        yield World(store, random.Random(1))


def quiet_days(world: World, days: int) -> None:
    """Some mentions a day, and the clock at a quarter of a day."""
    for _ in range(days * 2):
        world.now += DAY / 2
        world.hear(3, DAY)
        world.judge()


def flood(world: World, hours: int = 8) -> None:
    for _ in range(hours):
        world.now += HOUR
        world.hear(9, negative=0.9)
        world.judge()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=cases(5), deadline=None)
def test_going_on_is_hearing_all_again(empty: Path, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("world")
    with closing(open_store(Path(shutil.copy(empty, folder)))) as store:
        store._connection.execute("PRAGMA synchronous = OFF")
        world = World(store, dice)
        quiet_days(world, 15)
        for _ in range(30):
            world.now += dice.choice([HOUR / 4, HOUR, 6 * HOUR, DAY])
            world.hear(9, dice.choice([HOUR, 3 * DAY]), negative=dice.choice([0.1, 0.9]))
            dice.choice(HAPPENINGS)(world)
            world.judge()
        assert world.went_on > 10


def test_alerts_open_grow_and_close_on_what_is_new(world: World) -> None:
    quiet_days(world, 20)
    flood(world)
    quiet_days(world, 8)
    assert [c.change.value for c in world.changes if c.change.value != "grew"] == [
        "opened", "confirmed", "cooling", "closed",
    ]  # fmt: skip
    assert world.went_on > 60


def test_days_without_a_scan_part_two_waves(world: World) -> None:
    quiet_days(world, 20)
    flood(world)
    world.now += 9 * DAY
    world.changes.clear()
    flood(world)
    first, second, *_ = (c for c in world.changes if c.alert.kind is AlertKind.CRISIS and c.change is not Change.GREW)
    assert (first.change, second.change) == (Change.CLOSED, Change.OPENED)
    assert second.alert.previous == first.alert.id
    assert len(world.store.alerts(kind=AlertKind.CRISIS, open_only=True)) == 1


def test_an_open_alert_is_found_beside_one_from_times_that_are_yet_to_come(world: World) -> None:
    quiet_days(world, 20)
    flood(world)
    (opened,) = (c.alert for c in world.changes if c.change is Change.OPENED and c.alert.kind is AlertKind.CRISIS)
    ahead = world.now + 900 * DAY
    past = replace(opened, id=0, level=Level.CLOSED, opened=ahead, closed=ahead, updated=ahead)
    world.store.save_alerts([AlertChange(past, Change.CLOSED)])
    before = len(world.store.alerts(kind=AlertKind.CRISIS))
    flood(world)
    assert len(world.store.alerts(kind=AlertKind.CRISIS)) == before
    assert len(world.store.alerts(kind=AlertKind.CRISIS, open_only=True)) == 1


def test_both_kinds_are_raised_as_the_backtest_tells_and_no_buzz_begins_in_a_crisis(world: World) -> None:
    """An hour after the other: a prize, peace, then a crisis that the press tells as neutrally as it can."""
    store, opened, waves = world.store, list[tuple[AlertKind, Change]](), {12: 0.02, 30: 0.7}
    for hour in range(24 * 34):
        world.now += HOUR
        wave = next((share for day, share in waves.items() if 0 <= hour - 24 * day < 12), None)
        world.hear(hour % 2 if wave is None else 20, negative=0.2 if wave is None else wave)
        bench = Bench(
            store=store, now=world.now, settings=RULES, ears=(), since=store.listening_since(), notices=lambda _: ()
        )
        changes = bench.judge(BRAND, store.judged().get(BRAND), back=False)
        opened += [(c.alert.kind, c.change) for c in changes if c.change is Change.OPENED]
        still = Counter(alert.kind for alert in store.alerts(open_only=True))
        assert not still or max(still.values()) == 1
    assert opened == [(AlertKind.BUZZ, Change.OPENED), (AlertKind.CRISIS, Change.OPENED)]
    since = store.listening_since()
    assert since
    heard = store.heard(BRAND, MONDAY - DAY)
    played = backtest(heard, [FeedEvent(since, "", "added")], tick=HOUR, settings=RULES, kinds=KINDS)
    assert sorted(map(alert_line, played)) == sorted(map(alert_line, store.alerts()))


def test_what_the_company_says_of_itself_is_no_buzz(world: World) -> None:
    quiet_days(world, 20)
    role_of = replace(BLOG, author_role=Role.OFFICIAL)
    world.store.sync_feeds([role_of, NEWS], world.now)
    for _ in range(8):
        world.now += HOUR
        some = [world.one(negative=0) for _ in range(9)]
        save(world.store, polled(role_of, [e for e, _ in some], [m for _, m in some], at=world.now))
        world.judge()
    assert not world.changes


@pytest.mark.parametrize("happens", [label, rescore, hide, edit, forget, role], ids=lambda step: step.__name__)
def test_what_was_heard_and_changes_is_heard_again(world: World, happens: Callable[[World], None]) -> None:
    quiet_days(world, 5)
    for _ in range(40):  # not each of them changes something
        assert is_known(world.store)
        happens(world)
        if not is_known(world.store):
            break
    else:
        pytest.fail("it is still known as it was")
    world.judge()
    assert is_known(world.store)


def test_what_comes_and_what_is_edited_far_down_is_not_heard_again(world: World) -> None:
    quiet_days(world, 5)
    world.hear(9)
    assert is_known(world.store)
    one = list(world.store.entries())[-1]
    shown = replace(one.entry, text=one.entry.text + " " * 400 + "Note.", digest="x")
    spec = BLOG if one.feed == BLOG.url else NEWS
    save(world.store, polled(spec, [shown], [mention(shown.key)], at=world.now))
    shown = replace(shown, text=shown.text + " Et plus bas.", digest="y")
    world.judge()
    save(world.store, polled(spec, [shown], [mention(shown.key)], at=world.now))
    assert is_known(world.store)


def test_pruning_what_is_too_old_to_matter_leaves_the_rest(world: World) -> None:
    quiet_days(world, 5)
    world.now += 90 * DAY
    world.hear(9)
    world.judge()
    world.judge()
    world.store.prune(Limits(mentions=world.now - 80 * DAY, sure=True), world.now)
    assert len(world.numbers()) < 10
    assert is_known(world.store)


def test_what_changes_while_it_is_listened_to_is_heard_again(world: World) -> None:
    quiet_days(world, 5)
    world.hear(9)
    listening = world.store.listen(BRAND, world.now - HISTORY)
    label(world)
    world.store.save_alerts([], {BRAND: world.now}, [replace(listening, heard=())])
    assert not is_known(world.store)
    again = world.store.listen(BRAND, world.now - HISTORY)
    assert len(again.heard) == len(world.numbers())
    label(world)
    world.store.save_alerts([], {BRAND: world.now}, [replace(again, state=b"x", heard=())])
    assert not is_known(world.store)


def test_what_came_late_is_heard_again(world: World) -> None:
    """A query that was changed finds what was stored long before, told as if it had been found then."""
    quiet_days(world, 5)
    said, _ = world.one()
    save(world.store, polled(BLOG, [said], at=world.now - DAY))
    world.judge()
    (one,) = [one for one in world.store.entries() if one.entry.key == said.key]
    world.store.save_again([Understood(stored=one, mentions=(mention(said.key),))], [BRAND])
    world.judge()


def test_a_state_tells_nobody_s_name(world: World) -> None:
    quiet_days(world, 20)
    state = world.store._connection.execute("SELECT state FROM listening").fetchone()[0]
    assert b"tremblay" not in state.lower()
    assert b"chocolat" not in state.lower()


@pytest.mark.parametrize("damage", [b"", b"x", b"9/9/little\n"], ids=["gone", "other", "of another rule"])
def test_a_state_that_cannot_be_read_is_none(damage: bytes) -> None:
    hearing = Hearing(KINDS, MONDAY)
    state = hearing.kept(MONDAY)
    assert Hearing.taken_up(state, KINDS, MONDAY) is not None
    for broken in (damage, state[:-1], state[:-9], state + damage + b"d", damage + state[:40]):
        assert Hearing.taken_up(broken, KINDS, MONDAY) is None
