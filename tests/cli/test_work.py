"""Sharing the work on the command line: who may have what, by when, and what was decided meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.conftest import raise_alert
from tests.desk import SPOKESPERSON, Desk, item, rss

TEAM = f"""
[company]
accounts = ["@nordelait"]{SPOKESPERSON}\
topics = ["rappel"]
handles = ["@marie_t"]
[[people]]
name = "Paul Roy"
role = "pr"
languages = ["en"]
[[people]]
name = "Luc Petit"
[[playbook]]
when = {{ brand = "Nordelait", lang = "fr" }}
who = "Marie Tremblay"
within = "1h"
"""
POST = "https://blog.example/rappel"
MARIE = "marie@nordelait.example (Marie)"
"""Her address proves who she is; on a blog, anybody may sign @marie_t."""


@pytest.fixture
def team(desk: Desk) -> Desk:
    """One post in French on a topic that is kept, and one in English, heard at eight."""
    desk.config += TEAM
    desk.feed(
        "/blog/feed/",
        item("Un rappel chez Nordelait", "Nordelait a caché ce rappel, c'est une honte et un scandale.", link=POST),
        item("Nordelait again", "Nordelait is awful, a shame, I hate that milk.", link="https://blog.example/en"),
    )
    assert desk.runs("scan").code == 0
    return desk


def number_of(desk: Desk, title: str) -> int:
    return next(int(row["id"]) for row in desk.runs("mentions --json").json if title in row["title"])


def test_whom_the_policy_does_not_allow_is_refused_and_told_who_may(team: Desk) -> None:
    french = number_of(team, "rappel")
    for name, why in (("Luc Petit", "passes it on"), ("Paul Roy", "doesn't answer in French")):
        ran = team.runs(f"mentions assign {french} --to '{name}' --as 'Marie Tremblay'")
        assert (ran.code, ran.out) == (2, "")
        assert why in ran.err
        assert "ask Marie Tremblay" in ran.err
    assert team.runs("db journal --json").json == [], "nothing was kept"
    assert team.runs(f"mentions show {french} --json").json["version"] == 0


def test_it_is_assigned_due_answered_and_told(team: Desk) -> None:
    french = number_of(team, "rappel")
    ran = team.runs(f"mentions assign {french} --to marie_t --as 'Paul Roy' --json")
    assert ran.json[0]["assignee"] == "Marie Tremblay"
    assert ran.json[0]["due"] == "2010-03-17T09:00:00Z", "an hour after it was heard"
    team.at("2010-03-17 11:00")
    (mine,) = team.runs("todo --as 'Marie Tremblay' --json").json
    assert (mine["id"], mine["overdue_seconds"], mine["planned"]) == (french, 7200, False)
    assert "overdue by 2 hours" in team.runs("todo --as 'Marie Tremblay'").out
    assert team.runs("todo --as 'Paul Roy' --json").json == []
    assert team.runs(f"mentions note {french} Appelé le journal --as 'Marie Tremblay'").code == 0
    done = team.runs(f"mentions answer {french} --link {POST}#reponse --as 'Marie Tremblay'")
    assert "is answered" in done.err
    shown = team.runs(f"mentions show {french}")
    assert "It was answered on 17 March 2010 at 11:00" in shown.out
    assert "Appelé le journal" in shown.out
    assert team.runs("todo --all --json").json == []
    journal = team.runs("db journal").out
    assert f"Paul Roy: mention {french} assigned to Marie Tremblay" in journal
    assert "Appelé" not in journal


def test_the_playbook_gives_what_nobody_assigned(team: Desk) -> None:
    french = number_of(team, "rappel")
    (mine,) = team.runs("todo --as 'Marie Tremblay' --json").json
    assert (mine["id"], mine["planned"], mine["due"]) == (french, True, "2010-03-17T09:00:00Z")
    told = team.runs("todo --all").out
    assert "03-17 09:00" in told
    assert "Marie Tremblay (playbook)" in told
    team.runs(f"mentions ignore {french} --reason 'Un canular.' --as 'Marie Tremblay'")
    assert "Nothing is left to do for Marie Tremblay" in team.runs("todo --as 'Marie Tremblay'").err


def test_what_somebody_decided_meanwhile_is_told_and_can_be_overruled(team: Desk) -> None:
    english = number_of(team, "again")
    team.runs(f"mentions assign {english} --to me --as 'Paul Roy'")
    team.config = team.config.replace('languages = ["fr"]', 'languages = ["fr", "en"]')
    assign = f"mentions assign {english} --to 'Marie Tremblay' --as 'Marie Tremblay'"
    ran = team.later(minutes=5).runs(assign)
    assert ran.code == 2
    assert f"Paul Roy has mention {english}: Paul Roy decided so on 17 March 2010 at 08:00" in ran.err
    assert "add --if-version 1 to do it all the same" in ran.err
    assert team.runs(f"{assign} --json").json["error"]["kind"] == "moved"
    assert team.runs(f"{assign} --if-version 0").code == 2
    assert team.runs(f"{assign} --if-version 1").code == 0
    assert team.runs(f"mentions show {english} --json").json["assignee"] == "Marie Tremblay"
    assert team.runs(f"mentions reopen {english} --as 'Marie Tremblay' --json").json[0]["status"] == "new"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mentions assign 1", "--to says who"),
        ("mentions assign 1 --to Xavier", "nobody called “Xavier”"),
        ("mentions assign 99 --to me", "there is no mention 99"),
        ("mentions answer 1 99 98", "there are no mentions 99, 98"),
        ("mentions ignore 1", "say why"),
        ("mentions note 1", "no text is given"),
        ("mentions answer 1 --link javascript:x", "is no link"),
        ("mentions reopen 1 2 --if-version 3", "give one number"),
    ],
)
def test_what_cannot_be_done_says_why(team: Desk, line: str, said: str) -> None:
    ran = team.runs(f"{line} --as 'Marie Tremblay'")
    assert ran.code == 2
    assert said in ran.err


def test_i_am_nobody_whom_the_policy_knows(team: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "kiosque")
    monkeypatch.delenv("SMWATCH_USER", raising=False)
    ran = team.runs("mentions assign 1 --to me")
    assert (ran.code, ran.out) == (2, "")
    assert "nobody called “kiosque”" in ran.err
    told = team.runs("todo")
    assert (told.code, told.out) == (0, "")
    assert "say who you are with --as" in told.err


def test_alerts_are_for_those_whom_the_policy_allows(team: Desk) -> None:
    raise_alert(team)
    refused = team.runs("alerts assign 1 --to 'Luc Petit' --as 'Marie Tremblay'")
    assert refused.code == 2
    assert "passes it on" in refused.err
    kept = team.runs("alerts assign 1 --to 'Marie Tremblay' --as 'Marie Tremblay' --json").json[0]
    assert (kept["assignee"], kept["version"]) == ("Marie Tremblay", 1)


def test_an_answer_in_the_thread_is_found_by_the_scan(desk: Desk) -> None:
    desk.config += TEAM
    comments = "/blog/rappel/feed/"
    more = f"<wfw:commentRss>{desk.server.url(comments)}</wfw:commentRss><slash:comments>1</slash:comments>"
    said = "Nordelait a caché ce rappel, c'est une honte et un scandale."
    desk.feed("/blog/feed/", item("Un rappel chez Nordelait", said, link=POST, more=more))
    desk.server.serve(comments, rss())
    desk.runs("scan")
    number = number_of(desk, "rappel")
    assert desk.runs(f"mentions show {number} --json").json["answered"] is None
    reply = "Bonjour, voici ce que nous faisons pour ce rappel."
    at = desk.now + timedelta(hours=2)
    desk.server.serve(comments, rss(item("Re", reply, link=f"{POST}#c1", at=at, author=MARIE)))
    assert desk.later(hours=3).runs("scan --all").code == 0
    shown = desk.runs(f"mentions show {number} --json").json
    assert (shown["status"], shown["answered"], shown["found"]) == ("answered", "2010-03-17T10:00:00Z", True)
    assert shown["answer"] == f"{POST}#c1"
    assert "an answer to mention" in desk.runs("db journal").out
