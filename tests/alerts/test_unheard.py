"""What a brand isn't heard by: told with an alert, and instead of peace where it is all there is."""

from dataclasses import replace
from datetime import timedelta

from smwatch.alerts.unheard import deaf, did_without, unheard
from smwatch.locales import Speech
from smwatch.models import Ear, Unheard, Warned
from tests.alerts.crowd import MONDAY, an_alert

DAY = timedelta(days=1)
ENGLISH = Speech("en")


def ear(brand: str, name: str, how: str = "", days: int = 0, *, found: bool = False) -> Ear:
    since = MONDAY - days * DAY if how else None
    return Ear(brand=brand, feed=f"https://{name}.example/", source=name, how=how, since=since, found=found)


def test_a_brand_is_deaf_when_none_of_its_own_feeds_is_fine() -> None:
    ears = [ear("A", "one", "silent", 3), ear("A", "two", "failing", 1), ear("B", "two", "failing", 1), ear("B", "ok")]
    (warned,) = deaf(["A", "B"], ears, MONDAY)
    assert (warned.kind, warned.brand, warned.feed, warned.at) == ("deaf", "A", "", MONDAY - DAY)
    assert "one, two" in ENGLISH.say(warned.message, **warned.args)


def test_a_brand_that_nobody_has_named_yet_is_heard_by_any_feed() -> None:
    assert not deaf(["A"], [ear("", "one", "silent"), ear("", "two")], MONDAY)
    assert deaf(["A"], [ear("", "one", "silent"), ear("", "two", "failing")], MONDAY)
    assert not deaf(["A"], [], MONDAY), "without feeds there is nothing to mend"


def test_comments_found_under_one_entry_are_no_hearing() -> None:
    page, comments = ear("A", "page", "failing"), ear("A", "comments", found=True)
    assert deaf(["A"], [page, comments], MONDAY)
    assert not deaf(["A"], [comments], MONDAY)


def test_an_alert_tells_what_it_did_without() -> None:
    ears = [ear("A", "b", "failing", 1), ear("A", "a", "silent", 9), ear("A", "ok"), ear("", "c", "silent")]
    missing = unheard("A", ears)
    assert [(one.source, one.how) for one in missing] == [("a", "silent"), ("b", "failing")]
    alert = an_alert(brand="A", unheard=missing)
    assert did_without(alert, ENGLISH).startswith(
        "Not heard meanwhile: a (silent since 20 February 2010 at 00:00), b (failing since 28 February 2010 at 00:00)."
    )


def test_many_are_counted_and_none_is_no_sentence() -> None:
    alert = an_alert(brand="A")
    assert did_without(alert, ENGLISH) == ""
    many = unheard("A", [ear("A", f"feed{n}", "silent", n) for n in range(9)])
    assert "6 more" in did_without(replace(alert, unheard=many), ENGLISH)


def test_three_are_named_and_the_longest_missing_come_first() -> None:
    ears = [ear("A", f"f{n}", "silent", n) for n in range(60)]
    missing = unheard("A", [*ears, ear("A", "page", "failing", 99, found=True), ear("B", "b", "silent", 9)])
    assert len(missing) == 50
    assert [feed.source for feed in missing[:2]] == ["f59", "f58"]
    assert missing[0] == Unheard(feed="https://f59.example/", source="f59", how="silent", since=MONDAY - 59 * DAY)
    three, four = (did_without(an_alert(unheard=missing[:n]), ENGLISH) for n in (3, 4))
    assert "more." not in three
    assert three.count("silent since") == four.count("silent since") == 3
    assert "), 1 more. There" in four
    found = unheard("A", [ear("A", "page", "failing", 99, found=True), ear("A", "f", "silent", 1)])
    assert [feed.source for feed in found] == ["f", "page"], "its own feeds first"


def test_a_feed_of_which_nothing_else_is_known_is_named_by_its_address() -> None:
    nameless = Unheard(feed="https://x.example/", source="", how="silent", since=None)
    assert "meanwhile: https://x.example/. There" in did_without(an_alert(unheard=(nameless,)), ENGLISH)
    undated = [replace(ear("A", "u", "silent"), since=None), ear("A", "d", "silent", 1)]
    assert [feed.source for feed in unheard("A", undated)] == ["d", "u"]


def test_a_warning_names_three_feeds_and_is_of_when_the_last_fell_silent() -> None:
    def warned(n: int) -> Warned:
        (one,) = deaf(["A"], [ear("A", f"f{i}", "silent", i + 1) for i in range(n)], MONDAY)
        return one

    assert warned(3).args == {"feeds": "f0, f1, f2"}
    assert warned(4).args == {"feeds": "f0, f1, f2, …"}
    assert warned(4).at == MONDAY - DAY
    (undated,) = deaf(["A"], [replace(ear("A", "f", "silent"), since=None)], MONDAY)
    assert undated.at == MONDAY
