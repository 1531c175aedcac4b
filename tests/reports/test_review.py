"""A debrief tells what was done and what wasn't, as it was; and whatever a feed wrote stays text in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from smwatch.locales import LANGUAGES, Speech
from smwatch.models import AlertKind, Label, Level, Note, Post, Role
from smwatch.reports.markdown import linked, plain
from smwatch.reports.review.compose import compose
from smwatch.reports.review.content import Review
from smwatch.reports.review.page import markdown
from smwatch.reports.review.values import review_dict
from tests.reports import debrief, story
from tests.reports.debrief import HOUR, MINUTE, OPENED, matter

READERS = {"commonmark": MarkdownIt("commonmark"), "gfm": MarkdownIt("gfm-like", {"linkify": False})}
EVIL = [
    "# A heading",
    "a\n\n## Another\n\n- list",
    "a\n===",
    "a\n---",
    "- list",
    "+ list",
    "1. one",
    "1) one",
    "> quote",
    "```\ncode\n```",
    "`code`",
    "    code",
    "*strong* _em_ ~~gone~~ __strong__",
    "[Your bank](https://evil.example/login)",
    "![picture](https://evil.example/pixel.png)",
    "[x]: https://evil.example/",
    "[x][y]",
    "<https://evil.example>",
    "<mailto:x@evil.example>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- gone",
    "<a href='javascript:alert(1)'>here</a>",
    "&lt;b&gt; &copy; &#35; heading",
    "| a | b |\n|---|---|\n| c | d |",
    "a | b\n--|--\nc | d",
    "](https://evil.example) [",
    "\\[x\\](https://evil.example)",
    "\\",
    "text with an end\\",
    "$x$ and $$y$$",
    "***",
    "a  \nb\\\nc",
    "\x1b[31mred\x1b[0m \u202egnirts\x00",
    "x" * 3000,
]


def tokens(text: str, reader: str = "commonmark") -> list[Token]:
    """Every token, those within lines too."""
    found = list[Token]()
    for token in READERS[reader].parse(text):
        found += [token, *(token.children or ())]
    return found


def shape(text: str, reader: str) -> list[str]:
    """What a page is made of, but for the words; texts that are cut in pieces are one."""
    kinds = [token.type for token in tokens(text, reader)]
    return [kind for at, kind in enumerate(kinds) if kind != "text" or kinds[at - 1] != "text"]


def hrefs(text: str) -> set[str]:
    return {str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"}


def said_in(text: str) -> str:
    """The page as somebody reads it."""
    return "".join(token.content for token in tokens(text) if token.type == "text")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", EVIL)
def test_whatever_a_feed_wrote_the_page_is_made_of_the_same_things(text: str, reader: str) -> None:
    tame, page = (markdown(debrief.evil(one), Speech()) for one in ("tame", text))
    assert shape(page, reader) == shape(tame, reader)
    assert not {"html_block", "html_inline", "image", "code_inline", "fence", "table_open"} & {*shape(page, reader)}
    assert all(href.startswith("https://page.example/") for href in hrefs(page))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", EVIL)
def test_a_hostile_link_leads_to_its_own_server_or_nowhere(text: str, reader: str) -> None:
    for url in (f"https://page.example/{text}", f"https://page.example/?a={text}#{text}", text):
        page = linked("no. 1", url)
        assert shape(page, reader) == shape("no. 1" if page == "no. 1" else "[no. 1](<https://page.example/>)", reader)
        assert all(href.startswith("https://page.example/") for href in hrefs(page))


@given(st.text(st.sampled_from("#*_[]()<>!`\\|~&;:=-+.$1ax @/\n"), min_size=1, max_size=30))
def test_a_text_is_text_and_no_more(text: str) -> None:
    for reader in READERS:
        kinds = {token.type for token in tokens(f"- {plain(text)}\n", reader)}
        assert kinds <= {
            "bullet_list_open", "list_item_open", "paragraph_open", "inline", "text", "paragraph_close",
            "list_item_close", "bullet_list_close",
        }  # fmt: skip
    assert said_in(plain(text)) == re.sub(r"(?<=[\w.+-])@(?=[\w-]+\.)", "＠", " ".join(text.split())), "nothing is lost"


@pytest.mark.parametrize(
    "text", ["see https://evil.example/a", "www.evil.example", "WWW.evil.example", "write to x.y+z@evil.example"]
)
def test_nothing_is_left_that_github_would_make_a_link_of(text: str) -> None:
    said = plain(text)
    assert not re.search(r"(?<!\\)://", said)
    assert not re.search(r"www\.|[\w.+-]@[\w-]", said, re.IGNORECASE)


def test_links_lead_to_http_only_and_to_where_they_say() -> None:
    url = "https://a.example/p(1)?a=1&copy;=2&amp=3*x*_y_"
    (token,) = [one for one in tokens(linked("no. 1", url)) if one.type == "link_open"]
    assert token.attrs["href"] == url.replace("*", "*")
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a.example/a b",
        "//a.example",
        "ftp://a.example",
        "",
    ):
        assert linked("no. 1", bad) == "no. 1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_commonmark_with_its_parts_in_order(lang: str) -> None:
    text = markdown(debrief.debrief(lang), Speech(lang, story.MONTREAL))
    heads = [token.tag for token in tokens(text) if token.type == "heading_open"]
    assert heads[0] == "h1"
    assert heads.count("h1") == 1
    assert heads.count("h2") == 9
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert shape(text, "commonmark") == shape(text, "gfm")


def told(**changes: object) -> Review:
    return compose(matter(**changes))  # type: ignore[arg-type]  # matter's own


def test_who_answered_when_and_whether_that_was_in_time() -> None:
    angry, lise = told().replies
    assert (angry.number, angry.who, angry.found, angry.took) == (20, debrief.WHO, False, 70 * MINUTE)
    assert angry.late == 10 * MINUTE, "by the time that was set when it was given to her, not by the playbook"
    assert (lise.number, lise.who, lise.found) == (25, "@nordelait", True)
    assert lise.late == debrief.OFFICIAL.published - (debrief.LISE.fetched + HOUR), "as the playbook wants"
    assert told().median == 70 * MINUTE


def test_what_waits_is_told_once_for_its_copies_and_the_first_due_first() -> None:
    review = told()
    assert [(one.number, one.copies) for one in review.waiting][:2] == [(21, 1), (2, 3)]
    assert {35, 22, 30} & {one.number for one in review.waiting} == set(), "our own people, and what needs no answer"
    assert review.wanted == 10
    assert [(one.number, one.who, one.why) for one in review.left] == [(30, debrief.WHO, "Il l'a déjà écrit.")]


def test_sightings_begin_with_the_first_mover_and_leave_out_our_own_words() -> None:
    loudest, *others = told().stories
    assert [one.source for one in loudest.sightings] == ["Le Quotidien", "The Eastern Post", "Nouvelles du Nord"]
    assert (loudest.sources, loudest.negative) == (3, 3)
    assert all(story.negative for story in others)
    buzz = told(alert=replace(debrief.ALERT, kind=AlertKind.BUZZ))
    assert len(buzz.stories) > len(told().stories), "a buzz is about whatever is said"


def test_rules_are_kept_or_not_by_the_first_answer() -> None:
    early, late = told().policy.kept
    assert (early.late, late.late) == (-90 * MINUTE, HOUR)
    nothing = told(tasks={}, ours=lambda _: False)
    assert nothing.policy.answered is None
    assert [one.late for one in nothing.policy.kept] == [
        debrief.NOW - one.rule.due for one in nothing.policy.kept if one.rule.due
    ]
    in_time = told(tasks={}, ours=lambda _: False, now=OPENED + 70 * MINUTE)
    assert [one.late for one in in_time.policy.kept] == [None, None], "there is time yet"
    unknown = replace(debrief.RULES[0], within=None)
    assert told(rules=[unknown]).policy.kept[0].late is None


def test_the_hours_around_the_first_answer_are_compared_once_they_are_over() -> None:
    policy = told().policy
    assert (policy.before, policy.after) == (4, 5)
    soon = told(now=OPENED + 4 * HOUR).policy
    assert (soon.before, soon.after) == (None, None)


def test_the_first_hour_minute_by_minute() -> None:
    hour = told().hour
    assert (hour.since, hour.until, hour.known, hour.known_negative) == (OPENED, OPENED + HOUR, 2, 2)
    assert [(one.at - OPENED) // MINUTE for one in hour.minutes] == [4, 6, 9, 12]
    assert [(one.heard, one.negative, len(one.done)) for one in hour.minutes] == [
        (0, 0, 1),
        (1, 1, 0),
        (0, 0, 1),
        (0, 0, 1),
    ]
    assert not hour.idle
    late = [replace(row, fetched=OPENED + 5 * HOUR) for row in debrief.ROWS]
    blind = told(rows=late, decisions=(), notes={}).hour
    assert (blind.known, blind.minutes, blind.unheard, blind.idle) == (0, (), 3, True)


def test_groups_are_counted_apart_and_add_up() -> None:
    review = told()
    assert [(one.role, one.mentions) for one in review.groups] == [
        (Role.PUBLIC, 10), (Role.PRESS, 1), (Role.EMPLOYEE, 1), (Role.OFFICIAL, 1),
    ]  # fmt: skip
    assert sum(one.mentions for one in review.groups) == len(debrief.ROWS) == review.mentions + 2
    assert sum(one.negative for one in review.groups) == review.negative
    angry = replace(debrief.EMPLOYEE, label=Label.NEGATIVE)
    apart = told(rows=sorted((*debrief.ROWS, angry), key=lambda row: row.published))
    assert (apart.mentions, apart.negative) == (review.mentions, review.negative), (
        "colleagues are no part of the crisis"
    )


def test_the_timeline_is_in_order_and_tells_notes_with_their_decisions() -> None:
    review = told()
    times = [one.at for one in review.timeline]
    assert times == sorted(times)
    whats = [one.what for one in review.timeline]
    assert whats[:4] == ["first", "heard", "opened", "told"]
    assert whats[-2:] == ["calm_by", "closed"]
    assert [one.text for one in review.timeline if one.what == "note"] == ["Appelé le journal."]
    assert [one.text for one in review.timeline if one.what == "ignore"] == ["Il l'a déjà écrit."]


def test_a_note_of_the_same_second_stays_with_what_it_was_said_about() -> None:
    at, number = 5 * MINUTE, debrief.COUPON.id
    done = [debrief.decision(at, what, ("mention", number)) for what in ("assign", "note", "ignore", "ignore")]
    notes = [
        Note(number=number, at=OPENED + at, who=debrief.WHO, text=text) for text in ("Appelée.", "Réglé.", "Réglé.")
    ]
    found = told(decisions=done, notes={("mention", number): notes}).timeline
    assert [(one.what, one.text, one.numbers) for one in found if one.at == OPENED + at] == [
        ("assign", "", (number,)),
        ("note", "Appelée.", (number,)),
        ("ignore", "Réglé.", (number,)),
    ]


def test_what_one_person_did_to_many_at_once_is_one_line() -> None:
    numbers = [row.id for row in story.PALM]
    many = [debrief.decision(5 * MINUTE, "assign", ("mention", number), "Paul", debrief.WHO) for number in numbers]
    assert [one.numbers for one in told(decisions=many, notes={}).timeline if one.what == "assign"] == [tuple(numbers)]
    one = many[0]
    page = markdown(told(decisions=many, notes={}), Speech())
    assert f"Paul gives mentions {', '.join(map(str, numbers))} to {one.whom}" in page


def test_a_note_in_a_name_that_is_blotted_out_is_told_all_the_same() -> None:
    notes = {key: [replace(note, who="█████") for note in some] for key, some in debrief.NOTES.items()}
    review = told(notes=notes)
    assert sorted(one.text for one in review.timeline if one.who == "█████") == [
        "Appelé le journal.",
        "Il l'a déjà écrit.",
    ]
    assert "█████ notes" in markdown(review, Speech())


def test_who_closed_it_and_by_when_it_was_calm() -> None:
    closed = debrief.decision(timedelta(days=2), "close", ("alert", 3))
    by_hand = [one.what for one in told(decisions=[*debrief.DECISIONS, closed]).timeline]
    assert by_hand[-1] == "close"
    assert not {"closed", "calm_by"} & {*by_hand}
    cooling = replace(debrief.ALERT, level=Level.COOLING, closed=None, updated=OPENED + 9 * HOUR)
    assert [one.at for one in told(alert=cooling).timeline if one.what == "calm"] == [OPENED + 9 * HOUR]
    still = replace(cooling, level=Level.CONFIRMED)
    assert not {"calm", "last", "closed"} & {one.what for one in told(alert=still).timeline}


def test_news_that_did_not_leave_is_no_news() -> None:
    waiting = replace(debrief.NEWS, state=Post.WAITING, sent=None)
    assert "told" not in {one.what for one in told(posted=(waiting,)).timeline}


def test_without_anything_it_is_a_page_all_the_same() -> None:
    empty = told(first=None, rows=(), tasks={}, notes={}, decisions=(), posted=(), rules=(), planned=False)
    page = markdown(empty, Speech())
    for words in ("isn't stored any more", "The config has no playbook.", "Nobody said that they had seen the alert.",
                  "Nothing that was said wanted an answer."):  # fmt: skip
        assert words in said_in(page)
    fits = markdown(told(rules=()), Speech())
    assert "No rule of the playbook fits this alert." in fits
    assert (
        "playbook"
        not in markdown(told(alert=replace(debrief.ALERT, kind=AlertKind.BUZZ), rules=()), Speech())
        .partition("What the policy asked")[2]
        .partition("\n## ")[0]
    )


def test_a_list_says_how_many_it_leaves_out() -> None:
    rows = [story.mention(n, Label.NEGATIVE, text=f"Honte {n} fois") for n in range(1, 90)]
    page = markdown(told(rows=rows, tasks={}, decisions=(), notes={}), Speech())
    assert "49 more." in page
    assert "79 more stories, smaller." in page


def test_json_has_it_all() -> None:
    found = json.loads(json.dumps(review_dict(told())))
    assert found["answers"] | {"list": 0} == {"wanted": 10, "answered": 2, "median_seconds": 4200, "list": 0}
    assert found["answers"]["list"][0]["late_seconds"] == 600
    assert found["policy"]["rules"][1]["late_seconds"] == 3600
    assert found["first_hour"]["minutes"][0]["done"][0]["who"] == "Paul Dubé"
    assert [group["role"] for group in found["groups"]] == ["public", "press", "employee", "official"]
    assert len(found["timeline"]) == len(told().timeline)
