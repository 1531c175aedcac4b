"""How a text is read by an encoder: in stretches, whose vectors make one meaning."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

from smwatch.models import Label  # noqa: E402 - needs numpy
from smwatch.protocols import Passage  # noqa: E402
from smwatch.sentiment.about import Piece  # noqa: E402
from smwatch.sentiment.head import LABELS, Head  # noqa: E402
from smwatch.sentiment.lexicon import Named  # noqa: E402
from smwatch.sentiment.neural import MOST, STRETCH, EncoderScorer, Stretch, heard, meaning, stretches  # noqa: E402
from smwatch.sentiment.readers import reader  # noqa: E402
from smwatch.sentiment.signs import Signs, signs  # noqa: E402

READERS = {"fr": Named("vader-fr", reader("fr")), "en": Named("vader", reader("en"))}
SIZE = 3
SAID = len(Signs._fields)


class Toy:
    """Each text's vector tells whether it holds « nul », « bon », or neither."""

    name = "toy/1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - arrays, which numpy's absence would break
        self.read += texts
        rows = [[float("nul" in text), float("bon" in text), 1.0] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), SIZE)


def scorer() -> EncoderScorer:
    """Weighs the vectors alone: the first number blames, the second praises."""
    weights = np.zeros((SIZE + SAID, len(LABELS)))
    weights[0, 0] = weights[1, 2] = 5.0
    weights[2, 1] = 1.0
    width = SIZE + SAID
    head = Head(
        encoder="toy/1", version="7", centre=np.zeros(width), scale=np.ones(width), weights=weights, bias=np.zeros(3)
    )
    return EncoderScorer(encoder=Toy(), head=head, readers=READERS, mark="+m")


def texts(*lengths: int, weight: float = 1.0) -> list[Piece]:
    return [Piece("x" * length, weight) for length in lengths]


def sizes(pieces: list[Piece]) -> list[int]:
    return [len(group) for group in stretches(pieces)]


@pytest.mark.parametrize(
    ("lengths", "groups"),
    [
        ((), []),
        ((10,), [1]),
        ((10, 10, 10), [3]),
        ((STRETCH, 10), [1, 1]),
        ((10, STRETCH), [1, 1]),
        ((STRETCH // 2, STRETCH // 2 - 1, 1), [2, 1]),
        ((STRETCH * 3, 5, 5), [1, 2]),
    ],
)
def test_neighbours_are_read_together_as_long_as_they_fit(lengths: tuple[int, ...], groups: list[int]) -> None:
    assert sizes(texts(*lengths)) == groups


def test_a_title_that_counts_more_is_read_by_itself() -> None:
    assert sizes([*texts(10, weight=2.0), *texts(10, 10)]) == [1, 2]


def test_so_many_are_read_of_a_long_text() -> None:
    found = stretches(texts(*[STRETCH] * (MOST + 5)))
    assert len(found) == MOST


def test_a_meaning_is_of_length_one_and_nearer_to_what_counts_more() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]])
    even, uneven = meaning(vectors, [1.0, 1.0]), meaning(vectors, [3.0, 1.0])
    assert np.linalg.norm(even) == pytest.approx(1)
    assert even[0] == pytest.approx(even[1])
    assert uneven[0] == pytest.approx(3 * uneven[1])
    assert meaning(np.zeros((1, 2)), [1.0]).tolist() == [0.0, 0.0], "nothing means nothing"


def stretch(text: str) -> Stretch:
    return Stretch(text, 1.0, [(READERS["fr"].read(text), 1.0)])


def test_a_text_of_one_stretch_is_its_own_part() -> None:
    found = heard([stretch("C'est nul.")], np.array([[3.0, 0.0, 4.0]]))
    assert found.parts.tolist() == [found.features.tolist()]
    assert found.features[:3].tolist() == pytest.approx([0.6, 0.0, 0.8])
    assert found.features[3:].tolist() == pytest.approx(list(signs(stretch("C'est nul.").readings)))


def test_a_text_of_several_has_a_part_for_each_and_the_mean_of_all() -> None:
    found = heard([stretch("C'est nul."), stretch("C'est bon.")], np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    assert found.parts.shape == (2, SIZE + SAID)
    assert found.parts[0, :3].tolist() == [1.0, 0.0, 0.0]
    assert found.features[0] == pytest.approx(found.features[1])
    assert len(found.readings) == 2


def test_nothing_is_heard_of_nothing() -> None:
    found = heard([], np.zeros((0, SIZE)))
    assert (found.features.size, found.parts.size, found.readings) == (0, 0, ())


def test_answers_come_in_order_whatever_lies_between_them() -> None:
    passages = [
        Passage(text="C'est nul, vraiment.", lang="fr"), Passage(text="https://a.example", lang="fr"),
        Passage(text="C'est bon, vraiment.", lang="fr"), Passage(text="Nada que decir aquí.", lang="es"),
    ]  # fmt: skip
    found = scorer().score(passages)
    assert [answer.label for answer in found] == [Label.NEGATIVE, None, Label.POSITIVE, None]
    assert {answer.scorer for answer in found} == {"encoder/7+m"} == scorer().versions
    assert found[0].score is not None
    assert found[2].score == pytest.approx(-found[0].score)


def test_the_worst_stretch_is_told_and_never_better_than_the_whole() -> None:
    text = "C'est bon. " + "Voilà une phrase qui ne dit rien. " * 13 + "C'est nul."
    one = scorer()
    (answer,) = one.score([Passage(text=text, lang="fr")])
    assert len(one.encoder.read) > 1  # type: ignore[attr-defined]  # the toy's
    assert answer.score is not None
    assert answer.worst is not None
    assert answer.worst < answer.score
    (alone,) = scorer().score([Passage(text="C'est nul.", lang="fr")])
    assert alone.worst == alone.score


def test_each_stretch_is_read_once_and_all_texts_together() -> None:
    one = scorer()
    one.score([Passage(text="C'est nul.", lang="fr"), Passage(text="C'est bon.", lang="fr")])
    assert one.encoder.read == ["C'est nul.", "C'est bon."]  # type: ignore[attr-defined]  # the toy's
    assert one.score([]) == []


def test_the_signs_of_a_text_need_no_encoder() -> None:
    one = scorer()
    said = one.signs(Passage(text="C'est nul.", lang="fr"))
    assert said.mean < 0
    assert one.encoder.read == []  # type: ignore[attr-defined]  # the toy's
