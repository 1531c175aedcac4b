"""What is to run, and how often."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.config.settings import Config, DigestSettings, Mail, Notify, Person, Search
from smwatch.errors import UsageError
from smwatch.models import FeedSpec, Server
from smwatch.schedules.plan import interval, minutes_of, plan, step, variables

DATABASE = Path("/home/marie/veille/smwatch.db")
PROGRAM = ("/opt/smwatch",)


def feed(every: int | None, *, enabled: bool = True) -> FeedSpec:
    return FeedSpec(
        url=f"https://a.example/{every}", every=timedelta(minutes=every) if every else None, enabled=enabled
    )


@pytest.mark.parametrize(
    ("feeds", "searches", "minutes"),
    [
        ([], [], 15),
        ([None, 120], [], 15),
        ([120], [], 60),
        ([45], [], 30),
        ([7], [], 5),
        ([1], [], 5),
        ([120], [Search(preset="google-news", brand="N")], 15),
    ],
)
def test_a_scan_is_as_frequent_as_the_feed_that_wants_it_most(
    feeds: list[int | None], searches: list[Search], minutes: int
) -> None:
    config = Config(database=DATABASE, feeds=tuple(map(feed, feeds)), searches=tuple(searches))
    assert interval(config) == minutes


def test_a_feed_that_is_off_wants_nothing() -> None:
    assert interval(Config(database=DATABASE, feeds=(feed(5, enabled=False), feed(60)))) == 60


def test_an_hour_is_cut_into_equal_parts() -> None:
    for wanted in range(1, 200):
        every = step(timedelta(minutes=wanted))
        found = minutes_of(every, f"/some/{wanted}.toml")
        assert 60 % every == 0
        assert len(found) == 60 // every
        assert {(later - sooner) % 60 for sooner, later in zip(found, (*found[1:], found[0]), strict=True)} == {
            every % 60
        }
    assert len({minutes_of(60, f"/home/{n}/smwatch.toml") for n in range(200)}) > 30, "not all at the same minute"


def test_digests_have_files_of_their_own_whatever_they_are_called() -> None:
    names = ("Matin", "matin", "été à 100 %", "…")
    digests = tuple(DigestSettings(name=name, when="daily 07:30") for name in names)
    made = plan(Config(database=DATABASE, digests=(*digests, DigestSettings(name="untimed"))), PROGRAM)
    assert [job.name for job in made.jobs] == ["scan", "digest-matin", "digest-matin-2", "digest-ete-a-100", "digest"]
    assert made.untimed == ("untimed",)
    assert made.jobs[1].words == ("digest", "Matin", "--send")
    assert (made.jobs[1].hour, made.jobs[1].minutes) == (7, (30,))


def test_two_configs_of_a_person_have_files_of_their_own() -> None:
    prefixes = [
        plan(Config(path=Path(f"/x/{name}.toml"), database=DATABASE), PROGRAM).prefix
        for name in ("smwatch", "Rivale Inc")
    ]
    assert prefixes == ["smwatch", "smwatch-rivale-inc"]


def test_the_language_is_said_where_only_a_locale_says_it() -> None:
    assert plan(Config(database=DATABASE), PROGRAM, lang="fr").options[-2:] == ("--lang", "fr")
    assert "--lang" not in plan(Config(database=DATABASE, language="en"), PROGRAM, lang="fr").options


def test_a_name_that_no_line_can_hold_is_refused() -> None:
    with pytest.raises(UsageError):
        plan(Config(path=Path("/a\nb/smwatch.toml"), database=DATABASE), PROGRAM)


def test_a_servers_database_needs_its_address_a_log_elsewhere_and_no_backup_of_ours() -> None:
    found = plan(Config(database=Server("env:SMWATCH_DATABASE")), PROGRAM)
    assert [job.name for job in found.chores] == ["prune"]
    assert found.variables == ("SMWATCH_DATABASE",)
    assert (found.log.name, found.log.is_absolute()) == ("smwatch.log", True)


def test_variables_are_found_wherever_secrets_stand() -> None:
    config = Config(
        database=DATABASE,
        mail=Mail(host="h", user="marie", password="env:MAIL"),
        notify=(Notify(url="env:CHAT"), Notify(webhook="https://a.example", secret="env:SIGN")),
        people=(Person(name="Luc", notify="env:CHAT"),),
        feeds=(FeedSpec(url="https://a.example", headers={"Authorization": "env:TOKEN", "Accept": "text/xml"}),),
    )
    assert variables(config) == ["MAIL", "CHAT", "SIGN", "TOKEN"]
