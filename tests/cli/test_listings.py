"""What commands list: for scripts exactly the interface's keys in order, for people lines that fit and never wrap."""

from __future__ import annotations

import pytest

from smwatch import __version__
from tests.cli.conftest import raise_alert
from tests.desk import Desk

KEYS = {
    "mentions": "id brand why published fetched date_trust source feed url title text author author_role lang score"
    " label scorer story thread status assignee tags kind edited current"
    " worst machine_score machine_label machine_scorer",
    "alerts": "id brand kind level opened confirmed peak closed negatives mentions stories authors expected probability"
    " threads sources terms first_mention status assignee previous unheard",
    "feeds": "url source kind origin parent enabled last_poll last_new next_poll next_why status failures message"
    " entries mentions tags",
}
SCAN = {
    "": "scan started seconds feeds entries mentions alerts warnings failures rematched scorers learnt",
    "feeds": "due polled unchanged failed skipped",
    "entries": "seen new",
    "mentions": "new negative stories unscored",
}


@pytest.mark.parametrize("noun", KEYS)
def test_json_has_the_keys_of_the_interface_in_order(busy_desk: Desk, noun: str) -> None:
    raise_alert(busy_desk)
    for typed in (f"{noun} list --json", f"{noun} --json", f"--json {noun}"):
        rows = busy_desk.runs(typed).json
        assert rows
        assert all(list(row) == KEYS[noun].split() for row in rows)


@pytest.mark.parametrize("noun", ["mentions", "alerts"])
def test_showing_one_has_the_same_keys(busy_desk: Desk, noun: str) -> None:
    raise_alert(busy_desk)
    assert list(busy_desk.runs(f"{noun} show 1 --json").json)[: len(KEYS[noun].split())] == KEYS[noun].split()
    shown = busy_desk.runs(f"{noun} show 1")
    assert shown.code == 0
    assert "Nordelait" in shown.out or "Rivale" in shown.out


def test_a_scan_says_what_it_did(busy_desk: Desk) -> None:
    scan = busy_desk.later(days=1).runs("scan --all --json").json
    assert list(scan) == SCAN[""].split()
    assert all(list(scan[part]) == SCAN[part].split() for part in SCAN if part)
    (failure,) = scan["failures"]
    assert list(failure) == ["feed", "kind", "status", "message", "since", "next"]
    assert failure["since"] == "2010-03-17T08:00:00Z"
    assert scan["feeds"] == {"due": 4, "polled": 3, "unchanged": 3, "failed": 1, "skipped": 0}


def test_the_other_commands_print_one_document_too(busy_desk: Desk) -> None:
    assert [row["name"] for row in busy_desk.runs("brands --json").json] == ["Nordelait"]
    assert {"google-news", "reddit-search"} <= {row["name"] for row in busy_desk.runs("feeds presets --json").json}
    assert busy_desk.runs("status --json").json["brands"][0]["mentions"] == 5
    assert busy_desk.runs("digest --json").json[0]["subject"]
    assert "<html" in busy_desk.runs("digest --html --json").json[0]["html"]
    assert busy_desk.runs("db path --json").json == {"path": str(busy_desk.folder / "smwatch.db")}
    checked = busy_desk.runs("check --json")
    assert checked.code == 3
    wrong = [row["what"] for row in checked.json if not row["ok"]]
    assert wrong == [busy_desk.server.url("/dead/feed/")]
    found = busy_desk.runs(f"feeds discover {busy_desk.server.url('/blog/feed/')} --allow-private 127.0.0.0/8 --json")
    assert [(row["title"], row["kind"]) for row in found.json] == [("Un fil", "entries")]


def test_filters_choose(busy_desk: Desk) -> None:
    """Each filter of the interface, and --lang after the noun is one of them."""

    def _ids(typed: str) -> list[int]:
        return sorted(row["id"] for row in busy_desk.runs(f"mentions {typed} --json").json)

    everything = _ids("")
    assert len(everything) == 5
    english = _ids("--lang en")
    assert len(english) == 2
    assert _ids("list --lang en") == _ids("--lang=en") == english
    assert busy_desk.runs("--lang fr mentions --json").json, "before the noun it says what smwatch speaks"
    assert len(_ids("--label negative")) == len(_ids("--label négatif")) == len(_ids("--label Négatives")) == 2
    assert _ids("--label negative --lang en --source 'The Courier'") == _ids("--author =cmd")
    assert len(_ids("--source 'Le blogue'")) == 3
    assert len(_ids(f"--thread {busy_desk.server.url('/post/')}")) == 3, "the post and its two comments"
    assert len(_ids("--search degoutant")) == 1
    assert len(_ids("--search 'plant' --brand nordelait")) == 1
    assert _ids("--status new") == _ids("--status nouvelles") == everything
    assert _ids("--status answered") == _ids("--status répondues") == []
    assert _ids("--since today") == everything
    assert _ids("--until yesterday") == []
    assert _ids("--limit 2") != everything
    story = busy_desk.runs("mentions --search plant --json").json[0]["story"]
    assert len(_ids(f"--story {story}")) == 1


def test_a_search_says_where_it_found_what(busy_desk: Desk) -> None:
    rows = busy_desk.runs("mentions --search 'degout* -shameful' --json").json
    assert [[row[part][start:end] for part, start, end in row["found"]] for row in rows] == [["dégoûtant"]]
    assert list(rows[0]) == [*KEYS["mentions"].split(), "found"]
    assert "found" not in busy_desk.runs("mentions --json").json[0]
    assert busy_desk.runs("mentions --search nordelait --sort best --json").json[0]["title"].startswith("Nordelait")
    assert "“plant”" not in busy_desk.runs("mentions --search plant").err


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("typed", ["!!", "🎉", "-rappel", "'   '", "'\"'", "-"])
def test_a_search_for_nothing_says_so(busy_desk: Desk, lang: str, typed: str) -> None:
    for command in ("mentions", "export mentions"):
        ran = busy_desk.runs(f"--lang {lang} {command} --search={typed}")
        assert (ran.code, ran.out) == (2, "")
        assert "--search" in ran.err
    long = busy_desk.runs(f"mentions --search={'!' * 10_000}")
    assert len(long.err) < 300


def test_the_best_of_no_search_is_no_order(busy_desk: Desk) -> None:
    ran = busy_desk.runs("mentions --sort best")
    assert ran.code == 2
    assert "--search" in ran.err


def test_a_person_sees_a_screenful_and_a_script_all(desk: Desk) -> None:
    from tests.desk import item

    desk.feed("/feed/", *(item(f"Nordelait {n}", "Bonjour", link=f"http://a.example/{n}") for n in range(60)))
    desk.runs("scan")
    assert len(desk.runs("mentions --json").json) == 60
    told = desk.runs("mentions")
    assert len(told.out.splitlines()) == 51
    assert "--limit" in told.err
    assert "--limit" not in desk.runs("mentions --limit 50").err
    assert len(desk.runs("mentions --limit 55").out.splitlines()) == 56


GLOBALS = ("--json {0}", "{0} --json", "--quiet {0} --json", "{0} --verbose --json", "--lang fr {0} --json")


@pytest.mark.parametrize("form", GLOBALS)
def test_global_options_stand_before_or_after(busy_desk: Desk, form: str) -> None:
    for typed in ("feeds", "feeds list", "status", "brands list"):
        assert busy_desk.runs(form.format(typed)).json


def test_version_and_help_are_found_wherever_they_are_asked_for(desk: Desk) -> None:
    for typed in ("--version", "scan --version", "mentions list --version --json"):
        assert desk.runs(typed).out == f"smwatch {__version__}\n"
    for typed in ("--help", "-h", "mentions -h", "mentions list --help", "scan -h", "", "sentiment", "db"):
        ran = desk.runs(typed)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Usage: smwatch")


def test_quiet_is_silent_unless_somebody_must_look(busy_desk: Desk) -> None:
    later = busy_desk.later(hours=7)
    ran = later.runs("scan --all --quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", ""), "a feed that failed twice may still come back"
    assert later.runs("scan --feed nowhere --quiet").err, "mistakes are told"
    later.server.serve("/news/feed/", b"", status=500)
    loud = later.later(days=1).runs("scan --all")
    assert len(loud.err.splitlines()) == 2
    assert "polled" in loud.out


def test_exit_codes_of_a_scan(busy_desk: Desk) -> None:
    assert busy_desk.later(days=1).runs("scan --all").code == 0
    assert busy_desk.later(days=1).runs("scan --all --strict").code == 3
    assert busy_desk.later(days=1).runs("scan --all --strict --fail-on-alert").code == 3
    raise_alert(busy_desk)
    assert busy_desk.later(days=1).runs("scan --all --fail-on-alert").code == 10
    assert busy_desk.later(days=1).runs("scan --all --strict --fail-on-alert").code == 10, "10 wins over 3"
    assert busy_desk.later(days=1).runs("scan --all").code == 0


def test_no_network_is_no_failing_feed(desk: Desk) -> None:
    desk.config += '\n[[feeds]]\nurl = "http://no-such-host.invalid/feed/"\n'
    ran = desk.runs("scan --json")
    assert ran.code == 4
    assert ran.json["failures"][0]["kind"] == "dns"


SCREENS = (
    "mentions",
    "alerts",
    "feeds",
    "brands",
    "status",
    "digest",
    "mentions show 1",
    "alerts show 1",
    "feeds presets",
    "feeds presets x-account",
    "feeds presets mastodon --lang fr",
)


@pytest.mark.parametrize("typed", SCREENS)
def test_a_pipe_gets_no_colour_no_borders_and_lines_that_fit(busy_desk: Desk, typed: str) -> None:
    """As `smwatch mentions | less` shows it; links and files alone may be longer, so that they can be copied."""
    raise_alert(busy_desk)
    told = busy_desk.runs(typed)
    assert told.code == 0
    assert not set(told.out) & set("\x1b│┃┏┌─━╭")
    long = [line for line in told.out.splitlines() if len(line) > 80]
    assert [line for line in long if "http" not in line and str(busy_desk.folder) not in line] == []


def test_comment_feeds_stand_under_the_feed_that_led_to_them(busy_desk: Desk) -> None:
    names = [line.split("  ")[0] or line.split("  ")[1] for line in busy_desk.runs("feeds").out.splitlines()]
    assert names.index("↳ /post/feed/") == names.index("Le blogue") + 1
    bad = busy_desk.runs("feeds --problems --json").json
    assert [row["status"] for row in bad] == ["failing"]


def test_a_config_without_feeds_is_told_where_to_find_some(desk: Desk) -> None:
    assert "`smwatch feeds discover ADDRESS`" in desk.runs("scan").err
    assert desk.runs("scan --quiet").err == ""


def test_a_long_link_stays_whole(desk: Desk) -> None:
    from tests.desk import item

    link = "http://a.example/" + "un-tres-long-chemin/" * 8
    desk.feed("/feed/", item("Nordelait", "Bonjour", link=link))
    desk.runs("scan")
    assert link in desk.runs("mentions show 1").out
    dead = desk.feed("/a/very/long/path/" * 6, status=500)
    desk.runs("scan")
    assert dead in desk.runs("feeds").out


def test_what_a_feed_says_never_steers_the_terminal(desk: Desk) -> None:
    from tests.desk import item

    # negative to any scorer, so that the digest tells it
    said = "[bold red]Nordelait[/] est une honte, affreux et dégoûtant [link=http://evil.example]ici[/link]"
    trick = f"{said} :smile: \u202eenvers &#27;[31m \x9b31m"
    desk.feed(
        "/feed/", item(trick, trick, link="http://a.example/1", author=trick), declared=f'source = "{trick[:30]}"'
    )
    desk.runs("scan")
    desk.later(minutes=1)
    for typed in ("mentions", "mentions show 1", "feeds", "digest", "status"):
        told = desk.runs(typed).out
        assert not set(told) & set("\x1b\x9b\u202e")
        assert "[bold red]" in told or typed == "status"


def test_a_comment_is_listed_by_what_it_says(busy_desk: Desk) -> None:
    told = busy_desk.runs("mentions").out
    assert "C'est honteux" in told
    assert "Par : Luc" not in told


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("typed", ["brands test", "brands suggest", "mentions list", "mentions show", "alerts list"])
def test_help_shows_no_range_of_numbers(desk: Desk, lang: str, typed: str) -> None:
    told = desk.runs(f"--lang {lang} {typed} --help").out
    assert "--help" in told
    assert "<=" not in told


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("noun", ["", "mentions", "alerts", "feeds", "brands", "sentiment"])
def test_the_summary_of_a_command_is_not_cut(desk: Desk, lang: str, noun: str) -> None:
    _usage, *told = desk.runs(f"--lang {lang} {noun} --help").out.splitlines()
    assert told
    assert not [line for line in told if "..." in line]
    assert all(len(line) <= 80 for line in told)
