"""What a poll brought is stored together, once, whatever comes again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smwatch.models import DateTrust, FeedKind, FeedSpec, MentionFilter, Saved, Sentiment, Validators, Why
from smwatch.store import Store
from tests.store.examining import changes
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save

ALL = MentionFilter(hidden=True)


def test_new_entries_and_mentions_are_counted(store: Store) -> None:
    poll = polled(BLOG, [entry("a"), entry("b"), entry("c")], [mention("a"), mention("b", sentiment=GOOD)])
    assert save(store, poll) == Saved(entries=3, mentions=2, negative=1)


def test_saving_the_same_poll_again_adds_nothing(store: Store) -> None:
    poll = polled(BLOG, [entry("a"), entry("b")], [mention("a"), mention("a", "Dell")])
    save(store, poll)
    before = list(store.mentions(ALL)), store.feeds(), changes(store)
    assert save(store, poll) == Saved()
    assert (list(store.mentions(ALL)), store.feeds()) == before[:2]
    assert changes(store) == before[2] + 1, "only the feed's health is written again"


def test_an_entry_twice_in_one_document_is_one(store: Store) -> None:
    assert save(store, polled(BLOG, [entry("a"), entry("a")], [mention("a"), mention("a")])) == Saved(
        entries=1, mentions=1, negative=1
    )


def test_the_same_key_in_two_feeds_is_two_entries(store: Store) -> None:
    copy = polled(NEWS, [entry("a")], [mention("a", story="s1")])
    assert save(store, polled(BLOG, [entry("a")], [mention("a", story="s1")])).mentions == 1
    assert save(store, copy).mentions == 1
    assert [m.story for m in store.mentions(MentionFilter(story="s1"))] == ["s1", "s1"]


def test_an_edited_entry_keeps_its_row_and_its_mentions_are_scored_anew(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", "Nestlé, bravo")], [mention("a", sentiment=GOOD)]))
    (before,) = store.mentions(ALL)
    edit = polled(BLOG, [entry("a", "Nestlé, quelle honte")], [mention("a", sentiment=BAD)], at=MONDAY + HOUR)
    assert save(store, edit) == Saved(edited=1)
    (after,) = store.mentions(ALL)
    assert after == replace(
        before,
        text="Nestlé, quelle honte",
        score=BAD.score,
        label=BAD.label,
        words=BAD.words,
        edited=True,
        machine_score=BAD.score,
        machine_label=BAD.label,
    )
    assert save(store, edit) == Saved(), "the edit comes once"


def test_an_edit_that_names_another_brand_tells_and_hides(store: Store) -> None:
    save(store, polled(BLOG, [entry("a", "Nestlé")], [mention("a")]))
    edit = polled(BLOG, [entry("a", "Dell")], [mention("a", "Dell")], at=MONDAY + HOUR)
    assert save(store, edit) == Saved(edited=1, mentions=1, negative=1)
    (dell,) = store.mentions(MentionFilter())
    assert (dell.brand, dell.kind, dell.fetched) == ("Dell", "edit", MONDAY + HOUR)
    assert {m.brand: (m.current, m.edited) for m in store.mentions(ALL)} == {
        "Dell": (True, False),
        "Nestlé": (False, True),
    }
    back = polled(BLOG, [entry("a", "Nestlé")], [mention("a")], at=MONDAY + 2 * HOUR)
    assert save(store, back).mentions == 0, "it is the mention of before, shown again"
    assert [m.brand for m in store.mentions(MentionFilter())] == ["Nestlé"]


def test_an_edit_mends_a_date_that_was_guessed_but_moves_no_other(store: Store) -> None:
    later = MONDAY + HOUR
    guessed = entry("a", published=MONDAY, date_trust=DateTrust.GUESSED)
    save(store, polled(BLOG, [guessed, entry("b")], [mention("a"), mention("b")]))
    edits = [entry("a", "autre", published=MONDAY - 9 * HOUR), entry("b", "autre", published=later)]
    save(store, polled(BLOG, edits, [mention("a"), mention("b")], at=later))
    dates = {m.title: (m.published, m.date_trust) for m in store.mentions(ALL)}
    assert dates == {
        "Titre a": (MONDAY - 9 * HOUR, DateTrust.FEED),
        "Titre b": (MONDAY - HOUR, DateTrust.FEED),
    }


def test_a_comment_knows_its_thread_from_its_feed(store: Store) -> None:
    spec = comments_of("https://blog.example/a/feed/", "https://blog.example/a#more")
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(spec,)))
    comment = entry("c1", kind=FeedKind.COMMENTS)
    save(store, polled(spec, [comment], [mention("c1", why=Why.THREAD, spans=())]))
    (found,) = [m for m in store.mentions(ALL) if m.kind == "comment"]
    assert (found.thread, found.why) == ("https://blog.example/a", Why.THREAD)


def test_mentions_of_an_entry_stored_before_need_no_entry(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a", "Dell")]))
    assert save(store, polled(BLOG, [], [mention("a", "Nestlé")], at=MONDAY + HOUR)).mentions == 1
    assert {m.brand for m in store.mentions(MentionFilter())} == {"Dell", "Nestlé"}


def test_what_cannot_be_is_a_bug_and_stores_nothing(store: Store) -> None:
    with pytest.raises(LookupError, match="never stored"):
        save(store, polled(BLOG, [entry("a")], [mention("b")]))
    with pytest.raises(LookupError, match="unknown"):
        save(store, polled(FeedSpec(url="https://unknown.example/")))
    assert [feed.entries for feed in store.feeds()] == [0, 0]


def test_text_that_no_database_holds_is_stored_without_it(store: Store) -> None:
    odd = entry("k\ud800", "nul\0 et \ud83d seul 😀", title="\udfff")
    poll = polled(BLOG, [odd], [mention("k\ud800", sentiment=Sentiment(words=(("\ud800", 0.1),)))])
    assert save(store, poll) == Saved(entries=1, mentions=1)
    assert save(store, poll) == Saved()
    (found,) = store.mentions(ALL)
    assert (found.text, found.title) == ("nul et ? seul 😀", "?")


def test_an_entry_without_a_digest_is_known_by_its_text(store: Store) -> None:
    bare = replace(entry("a"), digest="")
    save(store, polled(BLOG, [bare]))
    assert save(store, polled(BLOG, [bare])) == Saved()
    assert save(store, polled(BLOG, [replace(bare, text="autre")])) == Saved(edited=1)


def test_validators_stay_when_nothing_changed_and_go_with_a_new_body(store: Store) -> None:
    first = Validators(etag='"1"', last_modified="Mon", body_digest="d1")
    save(store, polled(BLOG, validators=first))
    save(store, polled(BLOG, validators=Validators(etag='"2"'), unchanged=True, status=304, at=MONDAY + HOUR))
    assert store.due(MONDAY, only=[BLOG.url])[0].validators == replace(first, etag='"2"')
    save(store, polled(BLOG, validators=Validators(body_digest="d2"), at=MONDAY + 2 * HOUR))
    assert store.due(MONDAY, only=[BLOG.url])[0].validators == Validators(body_digest="d2")


def test_a_feed_takes_its_title_for_source_unless_it_was_named(store: Store) -> None:
    assert {f.url: f.source for f in store.feeds()} == {BLOG.url: "Le Blogue", NEWS.url: "news.example"}
    for spec in (BLOG, NEWS):
        save(store, polled(spec, title="Le Devoir", comment_feeds=(comments_of(spec.url + "c", parent=spec),)))
    sources = {f.url: f.source for f in store.feeds()}
    assert sources == {
        BLOG.url: "Le Blogue",
        BLOG.url + "c": "Le Blogue",
        NEWS.url: "Le Devoir",
        NEWS.url + "c": "Le Devoir",
    }
    save(store, polled(NEWS, title="Le Devoir.com"))
    save(store, polled(comments_of(NEWS.url + "c", parent=NEWS), title="Commentaires de Le Devoir"))
    assert {f.source for f in store.feeds() if f.url.startswith(NEWS.url)} == {"Le Devoir.com"}


def test_two_feeds_may_move_to_one_address(store: Store) -> None:
    for hours in (0, 1):
        for spec in (BLOG, NEWS):
            save(store, polled(spec, moved_to="https://new.example/feed", at=MONDAY + hours * HOUR))
    assert [feed.url for feed in store.due(MONDAY + 2 * HOUR)] == ["https://new.example/feed"] * 2
    for hours in (2, 3):
        save(store, polled(BLOG, moved_to=BLOG.url, at=MONDAY + hours * HOUR))
    assert BLOG.url in [feed.url for feed in store.due(MONDAY + 4 * HOUR)], "it moved back"
