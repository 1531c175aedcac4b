"""What a brand isn't heard by: told with an alert, and instead of peace where it is all there is."""

from dataclasses import replace
from datetime import timedelta

from smwatch.alerts.unheard import deaf, did_without, unheard
from smwatch.locales import Speech
from smwatch.models import Ear
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
