"""What a wrong value is told, kind by kind: what is the matter, and how to mend it."""

from __future__ import annotations

import pytest

from smwatch.config import kinds
from smwatch.config.kinds import Kind, choice, list_of, whole
from smwatch.config.spot import UNREAD, Spot


def told(kind: Kind, value: object) -> list[tuple[str, str, str]]:
    """Where, what and the mending of each problem."""
    spot = Spot({}).inside("key")
    assert kind.read(value, spot) is UNREAD
    return [(one.key, one.what.format(**one.arguments), one.mend.format(**one.arguments)) for one in spot.problems]


@pytest.mark.parametrize(
    ("kind", "value", "what", "mend"),
    [
        (kinds.TEXT, ["a"], "this must be one text", "write it between quotes, without brackets"),
        (kinds.TEXT, True, "this must be a text", 'put it between quotes: "true"'),
        (kinds.NAME, " \n", "this is empty", "write something between the quotes, or remove it"),
        (kinds.YES_NO, "true", "this must be yes or no", "write true or false, without quotes"),
        (kinds.YES_NO, 1, "this must be yes or no", "write true or false, without quotes"),
        (whole(1, 9), True, "this must be a whole number", "write a number from 1 to 9, without quotes"),
        (whole(1, 9), 0, "this must be a whole number", "write a number from 1 to 9, without quotes"),
        (choice(("low", "high")), "hihg", "hihg is not known here", 'did you mean "high"?'),
        (choice(("low", "high")), 3, "3 is not known here", 'write one of "low", "high"'),
        (kinds.NAMES, "a", "this must be a list", 'put it between brackets: ["a"]'),
        (kinds.NAMES, {"a": "b"}, "this must be a list", 'write it as ["one", "two"]'),
        (kinds.DATABASE, "mysql://h/d", "smwatch keeps no database there", None),
        (kinds.DATABASE, "postgresql://u@h", "this address names no database", None),
        (kinds.DATABASE, "postgresql://u@h/?sslmode=require", "this address names no database", None),
        (kinds.DURATION, "soon", "soon is no length of time", None),
        (kinds.DURATION, 20, "20 is no length of time", None),
        (kinds.DURATION, "forever", "this can't last forever", 'write it as "20s", "15m", "24h" or "30d"'),
        (
            kinds.KEEP_FOR,
            "always",
            "always is no length of time",
            'write it as "30d", "2w" or "forever" (s, m, h, d, w)',
        ),
        (kinds.FEED_URL, "a.example/feed", "a.example/feed is no whole address", None),
        (kinds.FEED_URL, "ftp://a.example/", "ftp://a.example/ is no web address", None),
        (kinds.FEED_URL, "https://u:secret@a b.example/", "https://***@a b.example/ is no web address", None),
        (kinds.HOOK, "ftp://hook", "ftp://hook is no web address", "it must begin with https:// or http:// and a host"),
        (kinds.HOOK, " ", "this is empty", None),
        (kinds.ROBOT, "slack", "this is no address of Apprise", None),
        (kinds.ROBOT, "://", "this is no address of Apprise", None),
        (kinds.TABLE, "a", "this must be a table", 'write it between braces: { name = "value" }'),
        (kinds.HEADERS, ["a"], "this must be a table", 'write it between braces: { name = "value" }'),
        (kinds.VALENCES, 3, "this must be a table", 'write it between braces: { name = "value" }'),
        (kinds.LANGUAGE, "French", "French is no language code", 'write "fr" for French, "en" for English'),
        (kinds.REGION, "ca", "ca is no country code", 'write two capitals, as "CA" or "FR"'),
        (kinds.MAIL, "évé@a.example", "évé@a.example has letters before the @ that many mail servers don't know", None),
        (kinds.MAIL, "eve", "eve is no e-mail address", 'write it as "name@example.com"'),
        (kinds.MAIL, "e" * 65 + "@a.example", None, 'write it as "name@example.com"'),
    ],
)
def test_what_is_the_matter(kind: Kind, value: object, what: str | None, mend: str | None) -> None:
    [(key, matter, mending)] = told(kind, value)
    assert key == "key"
    assert matter == (what or matter)
    assert mending == (mend or mending)
    assert mending


def test_a_token_is_not_shown() -> None:
    [(_, what, mend)] = told(kinds.ROBOT, "xoxb-1234-secret")
    assert "secret" not in what + mend


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (kinds.DATABASE, "my.db", "my.db"),
        (kinds.DATABASE, "postgresql://u@h/d?sslmode=require", "postgresql://u@h/d?sslmode=require"),
        (kinds.HOOK, "env:HOOK", "env:HOOK"),
        (kinds.HOOK, " https://a.example/x ", "https://a.example/x"),
        (kinds.ROBOT, "file:robot", "file:robot"),
        (kinds.ROBOT, "slack://A/B/C", "slack://A/B/C"),
        (kinds.KEEP_FOR, "forever", None),
        (kinds.HEADERS, {"X-Key": "env:KEY"}, {"X-Key": "env:KEY"}),
        (kinds.VALENCES, {"not bad": 1, "awful": -4.0}, {"not bad": 1.0, "awful": -4.0}),
        (list_of(whole(1, 9)), [1, 9], (1, 9)),
        (list_of(whole(1, 9)), [], ()),
    ],
)
def test_what_is_read(kind: Kind, value: object, read: object) -> None:
    spot = Spot({})
    assert kind.read(value, spot) == read
    assert spot.problems == []


def test_each_item_that_is_wrong_is_told_where_it_stands() -> None:
    assert [key for key, _, _ in told(list_of(whole(1, 9)), [1, 0, "x"])] == ["key.1", "key.2"]
    assert [(key, what) for key, what, _ in told(kinds.HEADERS, {"ok": "x", "no good": "x", "Tab": "a\tb"})] == [
        ("key.no good", "no good is no name of an HTTP header"),
        ("key.Tab", "this holds characters that can't be sent"),
    ]
    words = {"": 1, "one two three four five six seven eight nine": 1, "loud": 5, "yes": True, "fine": 1}
    assert [what for _, what, _ in told(kinds.VALENCES, words)] == [
        " is no word or phrase",
        "one two three four five six seven eight nine is no word or phrase",
        "5 is no valence",
        "true is no valence",
    ]
