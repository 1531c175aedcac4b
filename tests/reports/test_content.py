from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.locales import Speech
from smwatch.models import AlertKind, Health, Label, Level, MentionRow
from smwatch.reports.content import MAX_ALERTS, AlertPart, DigestContent, Figures, compose
from smwatch.reports.quotes import quoted
from smwatch.reports.wording import story_facts
from tests.reports import story


def composed(
    *mentions: MentionRow, before: tuple[MentionRow, ...] = (), alerts: tuple[AlertPart, ...] = (), **options: object
) -> DigestContent:
    brands = options.get("brands", ())
    assert isinstance(brands, tuple)
    return compose(
        since=story.SINCE, until=story.UNTIL, mentions=iter(mentions), before=iter(before), alerts=alerts, brands=brands
    )


def test_the_bad_day_in_figures() -> None:
    nordelait, fleuve = story.bad_day().figures
    assert nordelait.now == Figures(mentions=15, negative=10, neutral=3, positive=1, stories=13)
    assert nordelait.now.unscored == 1
    assert nordelait.before == Figures(mentions=4, neutral=4, stories=4)
    assert (nordelait.share, fleuve.share) == (15 / 19, 4 / 19)
    assert (nordelait.share_before, fleuve.share_before) == (4 / 5, 1 / 5)
    assert (nordelait.own, fleuve.own) == (True, False)


def test_brands_without_mentions_are_told_too() -> None:
    content = composed(story.mention(1), brands=("Other", "Nordelait"))
    assert [(part.brand, part.now.mentions, part.share) for part in content.figures] == [
        ("Other", 0, 0),
        ("Nordelait", 1, 1),
    ]


def test_other_brands_are_left_out() -> None:
    content = composed(story.mention(1), alerts=story.alerts("en"), brands=("Laiterie du Fleuve",))
    assert content.stories == ()
    assert [part.alert.brand for part in content.alerts] == ["Laiterie du Fleuve"]
    assert composed(story.mention(1), brands=("Other",)).nothing


def test_without_names_all_brands_that_are_heard_of_are_told() -> None:
    content = composed(story.mention(1, brand="B"), before=(story.mention(2, brand="A"),), alerts=story.alerts("en"))
    assert content.brands == ("A", "B", "Laiterie du Fleuve", "Nordelait")


def test_copies_are_one_story_told_by_the_first() -> None:
    content = composed(*story.COPIES, story.VIDEO)
    (told,) = content.stories
    assert (told.copies, told.quote.source) == (3, "Le Quotidien")


def test_the_loudest_story_comes_first_then_the_worst() -> None:
    content = composed(story.mention(1), story.mention(2, score=-0.9), *story.COPIES, story.mention(3))
    assert [(told.copies, told.quote.url[-2:]) for told in content.stories] == [
        (2, "/5"),
        (1, "/2"),
        (1, "/1"),
        (1, "/3"),
    ]


def test_copies_of_another_brand_are_another_story() -> None:
    content = composed(story.mention(1, story="s"), story.mention(2, story="s", brand="Other"))
    assert [(told.brand, told.copies) for told in content.stories] == [("Nordelait", 1), ("Other", 1)]


@pytest.mark.parametrize("told_in", ["", "s"])
def test_a_text_that_names_two_brands_is_told_once_with_both(told_in: str) -> None:
    one = story.mention(1, story=told_in)
    both = [one, replace(one, id=2, brand="Other"), replace(one, id=3, url=one.url + "/again", brand="Other")]
    content = composed(*both)
    assert [(told.brand, told.also) for told in content.stories if told.also] == [
        ("Other", ("Nordelait",)) if told_in else ("Nordelait", ("Other",))
    ]
    assert len(content.stories) == (1 if told_in else 2)
    assert story_facts(content.stories[0], Speech("en"), named=True)[0].count("Nordelait") == 1


def test_mentions_without_a_story_are_stories_of_their_own() -> None:
    assert len(composed(story.mention(1, story=""), story.mention(2, story="")).stories) == 2


def test_a_story_of_the_period_before_is_told_again_only_if_it_spreads() -> None:
    old = tuple(story.mention(number, story="s") for number in (1, 2))
    assert composed(story.mention(3, story="s"), story.mention(4, story="s"), before=old).stories == ()
    spreading = [story.mention(number, story="s") for number in (3, 4, 5)]
    assert composed(*spreading, before=old).stories[0].copies == 3


@pytest.mark.parametrize("changes", [{"label": Label.POSITIVE}, {"label": None}, {"status": "ignored"}])
def test_what_is_not_negative_or_was_set_aside_is_no_story(changes: dict[str, Any]) -> None:
    content = composed(story.mention(1, **changes))
    assert content.stories == ()
    assert content.figures[0].now.mentions == 1


@pytest.mark.parametrize("changes", [{"kind": "edit"}, {"current": False}])
def test_edits_and_what_no_longer_matches_are_not_counted(changes: dict[str, Any]) -> None:
    content = composed(story.mention(1, **changes), brands=("Nordelait",))
    assert content.nothing
    assert content.stories == ()


def test_the_gravest_alert_comes_first() -> None:
    def part(kind: AlertKind, level: Level, hours: int) -> AlertPart:
        opened = story.UNTIL - timedelta(hours=hours)
        return AlertPart(alert=replace(story.CRISIS, kind=kind, level=level, opened=opened), arithmetic="")

    wanted = [
        part(AlertKind.CRISIS, Level.CONFIRMED, 1),
        part(AlertKind.CRISIS, Level.CONFIRMED, 5),
        part(AlertKind.CRISIS, Level.EMERGING, 1),
        part(AlertKind.CRISIS, Level.COOLING, 1),
        part(AlertKind.CRISIS, Level.CLOSED, 1),
        part(AlertKind.BUZZ, Level.CONFIRMED, 1),
    ]
    assert list(composed(alerts=tuple(reversed(wanted))).alerts) == wanted


def test_a_digest_holds_only_so_many_alerts() -> None:
    assert len(composed(alerts=story.alerts("en") * 20).alerts) == MAX_ALERTS


def test_the_first_mention_is_not_quoted_twice() -> None:
    part = AlertPart(alert=story.CRISIS, arithmetic="", first=story.VIDEO, quotes=(story.VIDEO, *story.COMMENTS))
    assert part.others == story.COMMENTS


def test_only_feeds_that_need_a_look_are_told() -> None:
    feeds = [story.feed(f"https://{status}.example/", status) for status in Health]
    off = story.feed("https://off.example/", Health.FAILING, enabled=False)
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), feeds=[*feeds, off])
    assert {feed.status for feed in content.feeds} == {Health.FAILING, Health.SILENT, Health.GONE}
    assert not content.nothing


def test_a_comments_title_is_left_out_and_a_title_that_repeats_the_text_too() -> None:
    comment = quoted(story.COMMENTS[0])
    assert (comment.title, comment.text) == ("", "Shame on you. I will never buy this again.")
    post = quoted(story.mention(1, title="Nordelait lied to us all…", text="Nordelait lied to us all"))
    assert (post.title, post.text) == ("Nordelait lied to us all…", "")
    assert quoted(story.mention(1, kind="comment", title="Re: spoon", text="")).title == "Re: spoon"
