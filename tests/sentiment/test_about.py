from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.sentiment.about import BOUND, LONGEST, TITLE, pieces

LONG = (
    "Il pleut sur Québec. Nordelait rappelle ses yogourts. Elle s'excuse auprès de ses clients. Les bouchons sont "
    "terribles. Boréal lance un fromage. Il est délicieux. Le Canadien a perdu. La soirée fut longue."
)


def spans(text: str, *names: str, part: str = "text") -> tuple[Span, ...]:
    return tuple(Span(part, text.index(name), text.index(name) + len(name)) for name in names)


def texts(passage: Passage) -> list[str]:
    return [piece.text for piece in pieces(passage)]


def test_of_a_long_text_the_brand_s_sentences_count_and_what_goes_on_about_it() -> None:
    found = texts(Passage(text=LONG, spans=spans(LONG, "Nordelait"), others=spans(LONG, "Boréal")))
    assert found == ["Nordelait rappelle ses yogourts.", "Elle s'excuse auprès de ses clients."]


def test_a_short_text_counts_whole_but_for_what_names_another() -> None:
    text = "Nordelait a menti. Quelle honte. Boréal est excellent."
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"), others=spans(text, "Boréal"))) == [
        "Nordelait a menti.",
        "Quelle honte.",
    ]


def test_a_sentence_that_names_both_counts() -> None:
    text = "Nordelait est pire que Boréal."
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"), others=spans(text, "Boréal"))) == [text]


def test_a_comment_in_the_brand_s_thread_counts_whole_unless_it_is_aimed_at_another() -> None:
    assert len(texts(Passage(text=LONG))) == 8
    text = "Boréal est une honte."
    assert texts(Passage(text=text, others=spans(text, "Boréal"))) == []


def test_a_title_that_names_the_brand_counts_more_and_another_s_not_at_all() -> None:
    title = "Tollé contre Nordelait"
    named = pieces(Passage(title=title, text=LONG, spans=spans(title, "Nordelait", part="title")))
    assert named[0].text == title
    assert named[0].weight == TITLE
    assert texts(Passage(title="Il pleut", text=LONG, spans=spans(LONG, "Nordelait")))[0] != "Il pleut"
    assert pieces(Passage(title="Il pleut", text="Bon."))[0] == ("Il pleut", 1.0)
    other = Passage(title="Boréal ferme", text="Bon.", others=spans("Boréal ferme", "Boréal", part="title"))
    assert texts(other) == ["Bon."]


def test_nothing_gives_nothing() -> None:
    assert pieces(Passage()) == []
    assert pieces(Passage(title=" ", text="\n")) == []


def test_a_long_text_is_read_to_a_bound() -> None:
    assert len(pieces(Passage(text="Bon. " * 10_000))) == BOUND
    assert sum(len(piece.text) for piece in pieces(Passage(text="a" * 1_000_000))) == LONGEST
