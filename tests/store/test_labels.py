"""A person's word on a mention is kept, wins for its story, and can be taken back."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.matching.story import print_of_entry, story_of_print
from smwatch.models import Entry, Head, Label, Mention, MentionFilter, Polled, Saved, Sentiment, Span
from smwatch.store import Store, open_store, stories
from tests.store.examining import file_of, sqlite_of
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, NEWS, entry, mention, polled, save

NEG, NEU, POS = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
ALL = MentionFilter(hidden=True)
STORY = (
    "Nestlé rappelle des milliers de pots de yogourt vendus au Québec et en Ontario après la plainte d'une famille "
    "de Sherbrooke, qui dit y avoir trouvé des morceaux de verre, a confirmé mardi une porte-parole de l'entreprise."
)
OTHER = (
    "Le maire de Chambly a inauguré jeudi la nouvelle patinoire du parc, que les enfants du quartier attendaient "
    "depuis trois hivers et que la Ville a payée en vendant les bancs de l'ancien aréna à des collectionneurs."
)


def labels(store: Store, brand: str = "Nestlé") -> dict[int, Label | None]:
    return {row.id: row.label for row in store.mentions(MentionFilter(brand=brand, hidden=True))}


def copies(*entries: Entry, **more: object) -> Polled:
    """A poll in which each of these is a mention, with the story that its text tells."""
    prints = {each.key: print_of_entry(each) for each in entries}
    told = [mention(each.key, story=story_of_print(prints[each.key])) for each in entries]
    return polled(BLOG, entries, told, prints=prints, **more)


def test_a_label_wins_and_what_the_scorer_says_stands_beside_it(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a"), mention("a", "Dell", GOOD)]))
    (done,) = store.label_mentions([1], POS, MONDAY)
    assert (done.mention, done.brand, done.label, done.before, done.copies) == (1, "Nestlé", POS, {NEG: 1}, 0)
    row = store.mention(1)
    assert row
    assert (row.label, row.score, row.scorer) == (POS, 1.0, "user")
    assert (row.machine_label, row.machine_score, row.machine_scorer) == (NEG, BAD.score, BAD.scorer)
    assert row.words == BAD.words
    assert [h.label for h in store.heard("Nestlé", MONDAY)] == [POS], "the detector hears it"
    assert labels(store, "Dell") == {2: POS}
    assert [m.id for m in store.mentions(MentionFilter(label=POS, brand="Nestlé"))] == [1]
    db = store._connection
    daily = db.execute("SELECT negative, positive, score FROM daily WHERE brand = 'Nestlé'").fetchall()
    assert [tuple(day) for day in daily] == [(0, 1, 1)]
    flat = "SELECT label, score, scorer, machine_label, machine_score FROM mentions_flat WHERE id = 1"
    assert tuple(db.execute(flat).fetchone()) == ("positive", 1.0, "user", "negative", BAD.score)


def test_a_label_says_what_it_was_given_to(store: Store) -> None:
    save(
        store, polled(BLOG, [entry("a", lang="fr")], [mention("a"), mention("a", "Dell", spans=(Span("text", 0, 2),))])
    )
    store.label_mentions([1], NEU, MONDAY + HOUR)
    (told,) = store.labels()
    assert (told.mention, told.brand, told.label, told.at) == (1, "Nestlé", NEU, MONDAY + HOUR)
    assert (told.title, told.text, told.lang) == ("Titre a", "Du chocolat", "fr")
    assert (told.spans, told.others) == ((Span("text", 3, 9),), (Span("text", 0, 2),))
    assert (told.machine_label, told.machine_score, told.machine_scorer) == (NEG, BAD.score, BAD.scorer)
    assert store.label_of(1) == told
    assert store.label_of(2) is None


def test_taken_back_it_is_as_if_it_had_never_been_said(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    before = store.mention(1)
    store.label_mentions([1], POS, MONDAY)
    (done,) = store.unlabel_mentions([1], MONDAY)
    assert (done.label, done.before, done.kept, done.removed) == (NEG, {POS: 1}, False, True)
    assert store.mention(1) == before
    assert list(store.labels()) == []
    assert store.label_of(1) is None
    assert store.unlabel_mentions([1], MONDAY)[0].kept, "there is nothing left to take back"


def test_an_unknown_mention_undoes_all(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    with pytest.raises(LookupError):
        store.label_mentions([1, 7], POS, MONDAY)
    assert labels(store) == {1: NEG}
    assert list(store.labels()) == []


def test_what_was_not_scored_can_be_labelled(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a", sentiment=Sentiment(scorer="auto/1"))]))
    (done,) = store.label_mentions([1], NEG, MONDAY)
    assert done.before == {None: 1}
    assert store.unlabel_mentions([1], MONDAY)[0].label is None


def test_no_poll_edit_or_lost_query_overwrites_it(store: Store) -> None:
    first = polled(BLOG, [entry("a")], [mention("a")])
    save(store, first)
    store.label_mentions([1], POS, MONDAY)
    save(store, first)
    assert labels(store) == {1: POS}
    edited = entry("a", "Quelle honte, Nestlé")
    save(store, polled(BLOG, [edited], [mention("a", sentiment=replace(BAD, score=-0.9))], at=MONDAY + HOUR))
    row = store.mention(1)
    assert row
    assert (row.label, row.score, row.edited, row.machine_score) == (POS, 1.0, True, -0.9)
    assert [told.text for told in store.labels()] == ["Du chocolat"], "it was said of that text"
    save(store, polled(BLOG, [entry("a", "rien")], at=MONDAY + 2 * HOUR))
    save(store, polled(BLOG, [edited], [mention("a")], at=MONDAY + 3 * HOUR))
    row = store.mention(1)
    assert row
    assert (row.current, row.label) == (True, POS)
    store.label_mentions([1], POS, MONDAY + 4 * HOUR)
    assert [told.text for told in store.labels()] == ["Quelle honte, Nestlé"], "and then of this one"


def test_it_wins_for_copies_past_and_to_come_of_that_brand(store: Store) -> None:
    same = [replace(entry("a", STORY)), replace(entry("b", STORY + " Photo: PC")), entry("c", OTHER)]
    save(store, copies(*same))
    (done,) = store.label_mentions([1], POS, MONDAY)
    assert (done.copies, done.before) == (1, {NEG: 2})
    assert labels(store) == {1: POS, 2: POS, 3: NEG}
    told = store.label_of(2)
    assert told
    assert told.mention == 1
    saved = save(store, copies(entry("d", "MONTRÉAL – " + STORY), at=MONDAY + HOUR))
    assert (saved.mentions, saved.negative) == (1, 0), "it isn't counted as negative either"
    assert labels(store) == {1: POS, 2: POS, 3: NEG, 4: POS}
    printed = print_of_entry(entry("e", STORY))
    about = [mention("e", "Dell", story=story_of_print(printed))]
    save(store, polled(NEWS, [entry("e", STORY)], about, prints={"e": printed}, at=MONDAY + HOUR))
    assert labels(store, "Dell") == {5: NEG}, "what it says about another brand is another matter"
    (gone,) = store.unlabel_mentions([4], MONDAY)
    assert (gone.label, gone.copies) == (NEG, 2)
    assert labels(store) == {1: NEG, 2: NEG, 3: NEG, 4: NEG}


def test_the_last_word_holds_for_all_copies(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b")], [mention("a", story="s"), mention("b", story="s")]))
    store.label_mentions([1], POS, MONDAY)
    assert store.label_mentions([2], POS, MONDAY)[0].kept
    store.label_mentions([2], NEU, MONDAY)
    assert labels(store) == {1: NEU, 2: NEU}
    assert [(told.mention, told.label) for told in store.labels()] == [(2, NEU)]


def test_stories_that_turn_out_to_be_one_share_the_label(file_store: Store) -> None:
    """The labelled one may be joined to an older story, or an older story to it."""
    half, rest = STORY[:110], STORY[110:]
    for labelled, other in ((1, 2), (2, 1)):
        with closing(open_store(file_of(file_store).with_name(f"{labelled}.db"))) as opened:
            opened.sync_feeds([BLOG, NEWS], MONDAY)
            save(
                opened,
                polled(BLOG, [entry("a", half), entry("b", rest)], [mention("a", story="x"), mention("b", story="y")]),
            )
            opened.label_mentions([labelled], POS, MONDAY)
            assert labels(opened) == {labelled: POS, other: NEG}
            stories.rename(sqlite_of(opened), {"x": "y"})  # as where a text is found that is like both
            assert labels(opened) == {1: POS, 2: POS}
            assert [told.story for told in opened.labels()] == ["y"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("new"), st.sampled_from("abcdef"), st.sampled_from(["", "s", "t", "u"])),
        st.tuples(st.just("label"), st.integers(1, 6), st.sampled_from([NEG, NEU, POS])),
        st.tuples(st.just("take back"), st.integers(1, 6), st.just(None)),
        st.tuples(st.just("join"), st.sampled_from(["s", "t", "u"]), st.sampled_from(["s", "t", "u"])),
        st.tuples(st.just("rescore"), st.integers(1, 6), st.sampled_from([BAD, GOOD])),
    ),
    max_size=14,
)
NAMES = itertools.count()


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_whatever_happens_each_mention_carries_the_label_that_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
) -> None:
    """What triggers keep up is what one would read from the labels."""
    with closing(open_store(tmp_path_factory.getbasetemp() / f"{next(NAMES)}.db")) as store:
        store.sync_feeds([BLOG], MONDAY)
        db = sqlite_of(store)
        for what, one, two in steps:
            known = labels(store)
            if what == "new":
                save(store, polled(BLOG, [entry(str(one))], [mention(str(one), story=str(two))]))
            elif what == "join" and one != two:
                stories.rename(db, {str(one): str(two)})
            elif one in known and isinstance(two, Label):
                store.label_mentions([int(str(one))], two, MONDAY)
            elif one in known and what == "take back":
                store.unlabel_mentions([int(str(one))], MONDAY)
            elif one in known and isinstance(two, Sentiment):
                db.execute("UPDATE mentions SET machine_label = ? WHERE id = ?", (two.label, one))
            active = list(store.labels())
            for row in store.mentions(ALL):
                own = [told for told in active if told.mention == row.id]
                of_story = [told for told in active if row.story and told.story == row.story]
                held = max(own or of_story, key=lambda told: told.id, default=None)
                assert store.label_of(row.id) == held
                assert row.label == (held.label if held else row.machine_label)


def test_labelling_reads_no_table_whole(file_store: Store) -> None:
    asked = {
        "held": ("SELECT * FROM labels_held WHERE id = 1", ()),
        "story": ("UPDATE mentions SET label_id = 1 WHERE story = 's' AND story <> '' AND +brand = 'Dell'", ()),
        "rename": ("UPDATE labels SET story = 'a' WHERE story = 'b'", ()),
    }
    for query, values in asked.values():
        plan = [row["detail"] for row in file_store._connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
        assert plan
        assert not [step for step in plan if step.startswith("SCAN")], plan


def test_many_copies_are_labelled_in_time_that_grows_as_they_do(store: Store) -> None:
    entries = [entry(f"e{n}") for n in range(3_000)]
    assert save(store, polled(BLOG, entries, [mention(each.key, story="s") for each in entries])).mentions == 3_000
    (done,) = store.label_mentions([7], POS, MONDAY)
    assert done.copies == 2_999
    assert set(labels(store).values()) == {POS}


def test_nothing_new_is_counted_twice(store: Store) -> None:
    told: list[Mention] = [mention("a"), mention("a", "Dell", GOOD)]
    assert save(store, polled(BLOG, [entry("a")], told)) == Saved(entries=1, mentions=2, negative=1)


def test_heads_are_versions_of_which_one_is_in_use(store: Store) -> None:
    first, second = (Head(scorer="encoder/1", made_at=MONDAY, labels=n, data=b"\0\xff") for n in (50, 60))
    assert store.head("encoder/1") is None
    assert store.save_head(first).version == 1
    assert store.save_head(replace(second, figures='{"after": 0.7}')).version == 2
    store.save_head(replace(first, scorer="other/1"))
    found = store.head("encoder/1")
    assert found == replace(second, version=2, figures='{"after": 0.7}')
    assert [(head.version, head.active) for head in store.heads()] == [(3, True), (2, True), (1, False)]
    store.use_head("encoder/1", 1)
    assert store.head("encoder/1") == replace(first, version=1)
    assert store.save_head(replace(second, active=False)).version == 4
    assert store.remove_head(1, MONDAY)
    assert not store.remove_head(1, MONDAY)
    assert store.head("encoder/1") is None
    store.use_head("encoder/1", None)
    assert [(head.version, head.removed) for head in store.heads()] == [(4, False), (3, False), (2, False), (1, True)]
    assert store.heads()[-1].data == b""
    store.use_head("encoder/1", 1)
    assert store.head("encoder/1") is None, "what is removed is used no more"


def test_heads_may_be_refused(store: Store) -> None:
    for scorer in ("encoder/1", "other/1"):
        store.save_head(Head(scorer=scorer, made_at=MONDAY, labels=50, data=b"x"))
    assert not store.heads_refused()
    for _ in range(2):
        store.refuse_heads(MONDAY, refused=True)
        assert store.heads_refused()
        assert not any(head.active for head in store.heads())
    store.refuse_heads(MONDAY, refused=False)
    assert not store.heads_refused()
