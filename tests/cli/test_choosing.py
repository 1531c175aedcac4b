"""From words to feeds: what is an address, what a preset, and what first configs are made of."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.cli.asking import whole
from smwatch.cli.choosing import is_preset, parameters, whole_address, with_login
from smwatch.cli.init import as_spec, host_of, propose_searches, read_languages, words_of
from smwatch.cli.report import file_name
from smwatch.cli.samples import is_address, named
from smwatch.cli.trying import Candidate, Tried, lines, picked
from smwatch.config.settings import Search
from smwatch.errors import UsageError
from smwatch.feeds.discover import Offer
from smwatch.models import Entry, Feed, FeedKind, FeedSpec, Mention, Polled, Why
from tests.cli.views.seen import EN, FR, NOW, plain


@pytest.mark.parametrize(
    ("word", "preset"),
    [
        ("google-news", True),
        ("lang=fr", True),
        ("site=a.example", True),
        ("about=a brand", True),
        ("a.example", False),
        ("localhost", False),
        ("localhost:8080", False),
        ("feed://x", False),
        ("a.example/?x=1", False),
        ("https://a.example/?q=x", False),
    ],
)
def test_a_word_is_a_preset_unless_it_may_be_an_address(word: str, preset: bool) -> None:
    assert is_preset(word) is preset


def test_parameters_are_read_and_brands_are_gathered() -> None:
    said = parameters(["google-news", "lang= fr ", "about=A", "about=B", "about=A", "https://x.example/?q=1"])
    assert said == {"lang": "fr", "about": ("A", "B")}
    assert parameters([]) == {}
    assert parameters(["lang=fr", "lang=en"]) == {"lang": "en"}


def test_a_parameter_that_no_preset_takes_names_those_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        parameters(["colour=red"])
    assert refused.value.arguments["key"] == "colour"
    assert "subreddit" in str(refused.value.arguments["known"])
    assert "preset" not in str(refused.value.arguments["known"]).split(", ")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("a.example/feed", "https://a.example/feed"),
        (" http://a.example ", "http://a.example"),
        ("localhost:8080/feed", "https://localhost:8080/feed"),
    ],
)
def test_an_address_may_lack_its_beginning(typed: str, address: str) -> None:
    assert whole_address(typed) == address


@pytest.mark.parametrize("typed", ["ftp://a.example", "https://", "a b.example", "http://u:secret@"])
def test_what_is_no_address_is_told_without_its_password(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        whole_address(typed)
    assert "secret" not in str(refused.value.arguments["value"])


@pytest.mark.parametrize(
    ("found", "typed", "followed"),
    [
        ("https://a.example/feed", "https://u:p@a.example/feed", "https://u:p@a.example/feed"),
        ("https://a.example/feed", "https://a.example/feed/", "https://a.example/feed/"),
        ("https://b.example/feed", "https://u:p@a.example/feed", "https://b.example/feed"),
    ],
)
def test_a_login_goes_where_it_was_typed_for_and_nowhere_else(found: str, typed: str, followed: str) -> None:
    assert with_login(found, typed) == followed


CANDIDATES = [Tried(Candidate(Search(preset=name), ())) for name in ("a", "b", "c")]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("", "abc"),
        ("all", "abc"),
        (" TOUT ", "abc"),
        ("none", ""),
        ("rien", ""),
        ("2", "b"),
        ("3, 1", "ac"),
        ("1 1 1", "a"),
        ("4", None),
        ("0", None),
        ("1 x", None),
        ("yes", None),
        (",", None),
    ],
)
def test_an_answer_names_all_none_or_numbers(typed: str, chosen: str | None) -> None:
    taken = picked(typed, CANDIDATES, FR)
    names = None if taken is None else "".join(str(getattr(one.candidate.what, "preset", "")) for one in taken)
    assert names == chosen


SPEC = FeedSpec(url="https://u:secret@a.example/f", source="Le blogue")
ENTRIES = tuple(
    Entry(key=str(n), title=title, text=text, published=NOW.replace(hour=n))
    for n, (title, text) in enumerate((("Old", ""), ("", "No  title\nhere"), ("x" * 90, ""), ("Not about it", "")))
)
POLLED = Polled(
    feed=Feed(spec=SPEC, url=SPEC.url), at=NOW, seen=4, entries=ENTRIES,
    mentions=tuple(Mention(entry_key=str(n), brand="Nordelait", why=Why.NAMED) for n in range(3)),
)  # fmt: skip


def test_a_candidate_shows_what_it_would_catch_the_newest_first() -> None:
    told = list(lines(2, Tried(Candidate(SPEC, (SPEC,)), (POLLED,), "no host b.example"), EN))
    assert told == [
        "  2  Le blogue (https://***@a.example/f)",
        "     4 entries, 3 about the brand",
        f"     “{'x' * 66}…”",
        "     “No title here”",
        "     not to be had now: no host b.example",
    ]


@pytest.mark.parametrize(
    ("what", "english", "french"),
    [
        (Search(preset="google-news", lang="fr"), "google-news, fr", "google-news, fr"),
        (Search(preset="mastodon-tag", tag="lait"), "mastodon-tag, lait", "mastodon-tag, lait"),
        (
            FeedSpec(url="https://a.example/c", source="Le blogue", kind=FeedKind.COMMENTS),
            "Le blogue, comments (https://a.example/c)",
            "Le blogue, commentaires (https://a.example/c)",
        ),
        (FeedSpec(url="https://a.example/c"), "? (https://a.example/c)", "? (https://a.example/c)"),
    ],
)
def test_a_candidate_is_called_by_what_it_says(what: Any, english: str, french: str) -> None:  # noqa: ANN401 - either
    one = Candidate(what, ())
    assert (one.name(EN), plain(one.name(FR))) == (english, french)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fr,en", ("fr", "en")),
        (" EN ", ("en",)),
        ("fr fr", ("fr",)),
        ("", ("fr", "en")),
        (" , ", ("fr", "en")),
        ("en français", ("fr",)),
        ("En français et en anglais", ("fr", "en")),
        ("in English", ("en",)),
    ],
)
def test_languages_are_read_as_they_come(typed: str, found: tuple[str, ...]) -> None:
    assert read_languages(typed) == found


def test_a_language_that_is_not_read_yet_is_named() -> None:
    with pytest.raises(UsageError) as refused:
        read_languages("fr, de, español")
    assert refused.value.arguments == {"language": "de, español"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("a.example/blog", "a.example"),
        ("https://www.A.example:8080/", "a.example"),
        ("www.example", "example"),
        ("", ""),
    ],
)
def test_www_makes_no_other_host(address: str, host: str) -> None:
    assert host_of(address) == host


def test_comments_on_the_brands_own_site_are_about_it() -> None:
    offer = Offer(url="https://www.a.example/c", title="Talk", kind=FeedKind.COMMENTS, entries=1)
    assert as_spec(offer, "a.example", "Nordelait").about == ("Nordelait",)
    assert as_spec(offer, "b.example", "Nordelait").about == ()
    posts = Offer(url="https://a.example/f", title="Posts", kind=FeedKind.ENTRIES, entries=1)
    assert as_spec(posts, "a.example", "Nordelait") == FeedSpec(url=posts.url, source="Posts")


def test_searches_are_proposed_in_each_language_and_where_people_talk() -> None:
    both = [(one.preset, one.lang) for one in propose_searches("X", ("fr", "en"))]
    assert both == [
        ("google-news", "fr"), ("bing-news", "fr"), ("google-news", "en"), ("bing-news", "en"),
        ("reddit-search", ""), ("mastodon-tag", ""), ("hacker-news", ""),
    ]  # fmt: skip
    assert "hacker-news" not in {one.preset for one in propose_searches("X", ("fr",))}
    assert {one.brand for one in propose_searches("X", ("en",))} == {"X"}


def test_searches_are_typed_as_a_shell_reads_them() -> None:
    assert words_of("google-news 'about=Le Lait'") == ["google-news", "about=Le Lait"]
    with pytest.raises(UsageError) as refused:
        words_of("google-news 'open")
    assert refused.value.arguments == {"typed": "google-news 'open"}


@pytest.mark.parametrize(
    ("brand", "name"),
    [
        ("", "smwatch-report-2026-11-26.html"),
        ("Crème & Lait/Œuf", "smwatch-report-creme-lait-oeuf-2026-11-26.html"),
        ("../..", "smwatch-report-2026-11-26.html"),
        ("x" * 90, f"smwatch-report-{'x' * 40}-2026-11-26.html"),
    ],
)
def test_a_report_has_a_name_that_any_file_can_have(brand: str, name: str) -> None:
    assert file_name(brand, "2026-11-26") == name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://a.example/x ", True),
        ("HTTP://a", True),
        ("see https://a.example", False),
        ("a.example", False),
        ("", False),
    ],
)
def test_a_text_that_is_an_address_and_nothing_else_is_one(text: str, address: bool) -> None:
    assert is_address(text) is address


def test_an_empty_name_of_a_file_is_no_folder() -> None:
    assert named(None) is None
    with pytest.raises(UsageError) as refused:
        named("")
    assert refused.value.arguments["option"] == "--input"


def test_half_signs_of_a_badly_set_terminal_are_replaced() -> None:
    assert whole("caf\udce9") == "caf?"
    assert whole("café") == "café"
