import time

import pytest

from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.sentiment.about import BOUND, LONGEST, TITLE, Piece, pieces

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
    assert pieces(Passage(title="Il pleut", text="Bon.", lang="fr"))[0] == Piece("Il pleut", 1.0, "fr")
    other = Passage(title="Boréal ferme", text="Bon.", others=spans("Boréal ferme", "Boréal", part="title"))
    assert texts(other) == ["Bon."]


def test_a_comment_that_goes_on_about_another_says_nothing_of_us() -> None:
    text = "Boréal est nul. Quelle honte ! Ils mentent à tout le monde."
    assert texts(Passage(text=text, others=spans(text, "Boréal"))) == []
    text = "Boréal est nul. Merci pour tout !"
    assert texts(Passage(text=text, others=spans(text, "Boréal"))) == ["Merci pour tout !"]
    text = "Boréal répond plus vite que vous."
    assert texts(Passage(text=text, others=spans(text, "Boréal"))) == [text]
    text = "Boréal est nul. Mais vous, vous êtes bien pires."
    assert texts(Passage(text=text, others=spans(text, "Boréal"))) == ["Mais vous, vous êtes bien pires."]


def test_several_neighbours_go_on_about_the_brand_until_another_is_named() -> None:
    text = (
        "Il pleut. Nordelait rappelle ses yogourts. Selon l'entreprise, deux usines sont touchées. "
        "Elle s'excuse. Sa PDG se tait. Elle part en vacances. Il neige. Boréal en profite. Elle baisse ses prix."
    )
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"), others=spans(text, "Boréal"))) == [
        "Nordelait rappelle ses yogourts.",
        "Selon l'entreprise, deux usines sont touchées.",
        "Elle s'excuse.",
        "Sa PDG se tait.",
    ]
    english = (
        "It rains. Lumina recalls its lamps. But the chain says that nobody was hurt. A customer smiles. They lied. "
        "Traffic was bad. " + "The show was long. " * 12
    )
    assert texts(Passage(text=english, spans=spans(english, "Lumina"))) == [
        "Lumina recalls its lamps.",
        "But the chain says that nobody was hurt.",
    ]


def test_where_only_the_title_names_the_brand_the_first_sentences_count() -> None:
    title = "Nordelait ferme"
    long = LONG + " Le ciel est gris." * 12
    found = texts(Passage(title=title, text=long, spans=spans(title, "Nordelait", part="title")))
    assert found == [
        title,
        "Il pleut sur Québec.",
        "Nordelait rappelle ses yogourts.",
        "Elle s'excuse auprès de ses clients.",
    ]


def test_a_title_is_one_piece_whatever_stops_stand_in_it() -> None:
    title = "Lumina promised. Then it vanished"
    assert texts(Passage(title=title, spans=spans(title, "Lumina", part="title"))) == [title]


def test_a_clause_about_somebody_else_does_not_count() -> None:
    text = "Nordelait répond vite, contrairement à Mirabo qui ment."
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"))) == ["Nordelait répond vite,"]
    text = "My old bank was a nightmare; Lumina fixed it."
    assert texts(Passage(text=text, spans=spans(text, "Lumina"))) == ["Lumina fixed it."]
    text = "Nordelait n'y est pour rien. Postes Canada est une honte."
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"))) == ["Nordelait n'y est pour rien."]


def test_where_the_brand_stands_by_the_trouble_is_another_s() -> None:
    text = (
        "Panne géante chez Zelkin, des milliers de clients furieux. Nordelait indique que son réseau n'est pas touché."
    )
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"))) == [
        "Nordelait indique que son réseau n'est pas touché."
    ]
    text = "Flight crews at SunLeaf walked off the job. Lumina said its own schedule is unaffected."
    assert texts(Passage(text=text, spans=spans(text, "Lumina"))) == ["Lumina said its own schedule is unaffected."]
    text = "On a perdu nos emplois. Nordelait indique que Lévis n'est pas touchée."
    assert len(texts(Passage(text=text, spans=spans(text, "Nordelait")))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "!!!",
        "12",
        "https://example.com/a/b?c=d",
        "@ami",
        "@ami @amie",
        "a",
        "www.example.com",
        "2026/11/25",
        "a@b.ca",
    ],
)
def test_a_text_that_says_nothing_is_not_scored(text: str) -> None:
    assert pieces(Passage(text=text)) == []


@pytest.mark.parametrize(
    "text", ["Non", "ok", "👍", "😡😡", ":(", "<3", "10/10", "#boycott", "@ami nul", "l'enfer", "★☆☆☆☆", "不好"]
)
def test_a_word_or_a_sign_is_enough_to_be_scored(text: str) -> None:
    assert texts(Passage(text=text)) == [text]


def test_a_name_alone_says_nothing() -> None:
    assert pieces(Passage(text="Nordelait !", spans=spans("Nordelait", "Nordelait"))) == []
    assert texts(Passage(text="Nordelait 👎", spans=spans("Nordelait", "Nordelait"))) == ["Nordelait 👎"]


def test_a_piece_tells_its_language() -> None:
    assert [piece.lang for piece in pieces(Passage(title="Bon.", text="Oui. Non.", lang="fr"))] == ["fr"] * 3
    mixed = "Le service de la boutique est vraiment nul. I have been waiting for my order since the end of May. Ouf."
    assert [piece.lang for piece in pieces(Passage(text=mixed, lang="fr"))] == ["fr", "en", "fr"]
    english = "I have been waiting for my order since May."
    assert [piece.lang for piece in pieces(Passage(text=english, lang="fr"))] == ["fr"], "who says it knows"
    assert {piece.lang for piece in pieces(Passage(text=mixed, lang="es"))} == {"es"}


def test_a_name_is_found_however_far_down_it_stands() -> None:
    text = "Il pleut. " * 10_000 + "Nordelait a menti. " + "La neige tombe. " * 10_000
    assert texts(Passage(text=text, spans=spans(text, "Nordelait"))) == ["Nordelait a menti."]


def test_many_names_cost_no_more_than_the_text_is_long() -> None:
    text = "Nordelait. " * 50_000
    places = tuple(Span("text", at, at + 9) for at in range(0, len(text), 11))
    begun = time.perf_counter()
    assert len(pieces(Passage(text=text + "Ouf.", spans=places))) <= BOUND
    assert time.perf_counter() - begun < 3.0


def test_nothing_gives_nothing() -> None:
    assert pieces(Passage()) == []
    assert pieces(Passage(title=" ", text="\n")) == []


def test_a_long_text_is_read_to_a_bound() -> None:
    assert len(pieces(Passage(text="Bon. " * 10_000))) == BOUND
    assert sum(len(piece.text) for piece in pieces(Passage(text="a" * 1_000_000))) == LONGEST


def test_a_sentence_in_a_third_language_is_left_out() -> None:
    spanish = "Esto es una vergüenza, no compren nunca más en esta tienda."
    found = pieces(Passage(text=f"Le service est vraiment très lent. {spanish}", lang="fr"))
    assert [piece.text for piece in found] == ["Le service est vraiment très lent."]


def test_a_title_that_is_only_the_brand_s_name_is_no_sentence() -> None:
    text = "Le technicien de Sagtel n'est jamais venu."
    spans = (Span("title", 0, 6), Span("text", 17, 23))
    assert [piece.text for piece in pieces(Passage(title="Sagtel", text=text, lang="fr", spans=spans))] == [text]
    told = pieces(Passage(title="Sagtel en panne", text=text, lang="fr", spans=spans))
    assert [(piece.text, piece.weight) for piece in told] == [("Sagtel en panne", 2.0), (text, 1.0)]


def test_the_weather_does_not_go_on_about_the_brand() -> None:
    filler = "Une phrase de plus. " * 16
    for goes_on, kept in (("Il a plu toute la semaine.", False), ("Il a menti toute la semaine.", True)):
        text = f"{filler}Le parc Mirabo était plein. {goes_on}"
        at = text.index("Mirabo")
        found = pieces(Passage(text=text, lang="fr", spans=(Span("text", at, at + 6),)))
        assert (goes_on in [piece.text for piece in found]) is kept


def thread(text: str, *rivals: str) -> list[str]:
    """What counts of a comment in the brand's own thread."""
    others = tuple(Span("text", text.index(name), text.index(name) + len(name)) for name in rivals)
    return [piece.text for piece in pieces(Passage(text=text, lang="fr", others=others))]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Switching to Mirabo. This is a disgrace.", ["This is a disgrace."]),
        ("Mirabo it is then. This is the third outage this month.", ["This is the third outage this month."]),
        ("Je m'en vais chez Mirabo. C'est la dernière fois qu'on me vole.", ["C'est la dernière fois qu'on me vole."]),
        ("Mirabo and you are both crooks.", ["Mirabo and you are both crooks."]),
        ("Vous et Mirabo, quels voleurs.", ["Vous et Mirabo, quels voleurs."]),
        ("Mirabo a menti. Ils ont volé mon voisin.", []),
        ("Mirabo a menti. Quelle honte !", []),
    ],
)
def test_who_names_another_in_a_thread_may_still_speak_to_us(text: str, kept: list[str]) -> None:
    assert thread(text, "Mirabo") == kept


@pytest.mark.parametrize(
    "text",
    [
        "My old bank was free. This is daylight robbery.",
        "Arrêtez de dire que ce n'est pas votre faute. Le livreur attend votre appel depuis lundi.",
        "Not your fault? The courier says you never gave them the parcel.",
        "Ça n'a rien à voir avec vous, disent-ils. Le fournisseur prouve que leurs cadres savaient tout.",
    ],
)
def test_the_end_of_a_complaint_is_not_taken_for_another_s(text: str) -> None:
    last = text[max(text.find(". "), text.find("? ")) + 2 :]
    assert thread(text)[-1] == last


def test_a_complaint_of_many_short_sentences_counts_whole() -> None:
    text = "I flew with Lumina in May. Seat broken. Food cold. Crew shouting. Bag lost. Nine hours late. Claim refused."
    found = pieces(Passage(text=text, lang="en", spans=(Span("text", 12, 18),)))
    assert len(found) == 7
