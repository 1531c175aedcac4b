# ruff: noqa: E501 - what people say
"""What people talk about, as it is told."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from smwatch.models import MentionRow, Span
from smwatch.themes.find import themes
from smwatch.themes.theme import Course, Theme
from tests.themes.crowd import FILLERS, RECALL, crowd, recall, say


def theme_of(name: str, told: tuple[Theme, ...]) -> Theme:
    return next(theme for theme in told if theme.name == name)


def names(told: tuple[Theme, ...]) -> list[str]:
    return [theme.name for theme in told]


def test_a_theme_is_called_by_its_phrase_as_people_write_it() -> None:
    theme = themes([*crowd(), *recall()])[0]
    assert theme.name == "rappel de yogourts"
    assert theme.terms[0].name == "rappel de yogourts"
    assert (theme.stories, theme.mentions, theme.share) == (8, 8, 8 / 23)
    assert theme.ids == tuple(range(100, 108))
    assert theme.langs == ("fr",)


def test_nobody_talks_about_anything_where_nothing_is_said() -> None:
    assert themes([]) == ()
    assert themes([say(1, "")], [say(2, "…")]) == ()
    assert themes(recall(), most=0) == ()


def test_what_stands_out_is_no_function_word_however_new_the_brand() -> None:
    told = themes([say(at, f"{text} Mais c'est que le, la, et les!") for at, text in enumerate(FILLERS)])
    assert not {"mais", "le", "la", "que"} & set(names(told))


def test_copies_of_a_story_are_one_story_and_all_of_them_mentions() -> None:
    wire = [say(200 + at, "Rappel de yogourts dans tout le pays.", story="dépêche", score=-0.6) for at in range(30)]
    theme = theme_of("rappel de yogourts", themes([*crowd(), *recall(), *wire]))
    assert (theme.stories, theme.mentions, theme.negative, theme.neutral) == (9, 38, 30, 8)
    assert theme.score == pytest.approx(-0.6 / 9)


def test_copies_alone_are_no_theme() -> None:
    wire = [say(200 + at, "Fermeture de la fromagerie artisanale.", story="dépêche") for at in range(30)]
    assert not any("fromagerie" in name for name in names(themes([*crowd(), *wire])))


def test_names_are_kept_whole_and_short_forms_go_with_them() -> None:
    said = [
        "François Legault répond.",
        "La colère de François Legault.",
        "François Legault au sommet.",
        "Selon Legault, rien.",
    ]
    said += ["Legault promet.", "Ce que pense François Legault."]
    theme = theme_of("François Legault", themes([*crowd(), *(say(50 + at, text) for at, text in enumerate(said))]))
    assert theme.stories == 6


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("en", "{} New terms of service|Terms of service again {}|{} The terms of service say so|Term of service {}", "terms of service"),
        ("fr", "{} dans le Journal de Québec|Le Journal de Québec {}|{} au Journal de Québec|Journal de Québec {}", "Journal de Québec"),
        ("fr", "{} l'usine|usines {}|{} l’Usine de qui|d'usine {}", "usine"),
        ("en", "{} recalls|recall {}|{} recalled|the Recall {}", "recall"),
        ("en", "{} from New York|New York {}|{} in New York City|New York {}", "New York"),
        ("fr", "{} la loi 96|Loi 96 {}|{} cette loi 96|la loi 96 {}", "loi 96"),
        ("fr", "{} #boycott|Boycott {}|{} le boycott|boycott {}", "boycott"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(lang: str, said: str, name: str) -> None:
    texts = [text.format(f"xyl{'abcd'[at]}q") for at, text in enumerate(said.split("|"))]
    told = themes([*crowd(), *(say(50 + at, text, lang) for at, text in enumerate(texts))])
    assert theme_of(name, told).stories == 4


def test_the_brand_its_names_and_what_its_query_matched_are_no_theme() -> None:
    said = [
        replace(say(at, f"Nordelait Inc. et Yop Nord : {text}"), spans=(Span("text", 18, 26),))
        for at, text in enumerate(FILLERS)
    ]
    told = themes(said, names=["Nordelait Inc."])
    assert not {"Nordelait", "Inc", "Nordelait Inc", "Yop Nord", "Yop", "Nord"} & set(names(told))


def test_what_a_source_prints_around_everything_is_no_theme() -> None:
    tail = "Le Quotidien du matin est membre du Conseil provincial. Lire la suite…\nAbonnez-vous à notre infolettre"
    said = [say(at, f"{text} {tail}", source="Le Quotidien", author="Zoé Quidam") for at, text in enumerate(FILLERS)]
    assert [name for name in names(themes(said)) if name.casefold() in tail.casefold()] == []


def test_a_theme_is_compared_with_the_period_before() -> None:
    now = [*crowd(), *recall()]
    past = crowd(1000)
    course = {n: themes(now, [*past, *recall(1100, n)])[0] for n in (0, 1, 8, 24)}
    assert [theme.course for theme in course.values()] == [Course.NEW, Course.GROWING, Course.STEADY, Course.FADING]
    assert [theme.before for theme in course.values()] == [0, 1, 8, 24]
    assert [theme.factor for theme in course.values()] == [None, 8.0, 1.0, 8 / 24]
    assert themes(now)[0].course is Course.UNKNOWN


def test_what_is_always_said_of_a_brand_is_no_theme() -> None:
    now = [say(at, f"Yogourt : {text}") for at, text in enumerate(FILLERS)]
    past = [say(1000 + at, f"Du yogourt. {text}") for at, text in enumerate(FILLERS)]
    assert "yogourt" not in names(themes(now, past))


def test_two_subjects_are_two_themes_and_a_mention_is_of_one() -> None:
    strike = [say(300 + at, f"La grève des camionneurs {text}") for at, text in enumerate(FILLERS[:6])]
    told = themes([*crowd(), *recall(), *strike])
    assert names(told)[:2] == ["rappel de yogourts", "grève des camionneurs"]
    ids = [number for theme in told for number in theme.ids]
    assert len(ids) == len(set(ids))


def test_two_languages_that_share_a_name_are_one_theme() -> None:
    fr = [say(300 + at, f"Marie Gagnon démissionne : {text}") for at, text in enumerate(FILLERS[:6])]
    en = [
        say(400 + at, f"{text} says Marie Gagnon", "en")
        for at, text in enumerate("sad odd fair late kind bold".split())
    ]
    theme = theme_of("Marie Gagnon", themes([*crowd(), *fr, *en]))
    assert (theme.stories, sorted(theme.langs)) == (12, ["en", "fr"])


def test_quotes_are_the_first_and_the_strongest_each_by_another_author() -> None:
    said = recall(author="Zoé Quidam")[:4] + recall(110, 4)
    said[5] = replace(said[5], score=-0.6)
    quotes = themes([*crowd(), *said])[0].quotes
    assert [quote.said.id for quote in quotes[:2]] == [100, said[5].id]
    assert len({quote.said.author for quote in quotes}) == len(quotes) == 3
    assert all("rappel" in quote.text.casefold() for quote in quotes)


def test_a_quote_is_one_bounded_line() -> None:
    said = [replace(row, text=f"{'ah ' * 300}\n{'oh ' * 200}{row.text}{' eh' * 400}") for row in recall()]
    quotes = themes([*crowd(), *said])[0].quotes
    assert len(quotes) == 3
    for quote in quotes:
        assert len(quote.text) <= 240
        assert "\n" not in quote.text


def test_the_order_of_mentions_makes_no_difference() -> None:
    said = [*crowd(), *recall(), *(say(300 + at, f"La grève dure {text}") for at, text in enumerate(FILLERS))]
    told = themes(said, recall(1000, 5))
    for seed in range(5):
        shuffled = random.Random(seed).sample(said, len(said))
        assert themes(iter(shuffled), iter(recall(1000, 5))) == told


def test_edits_and_what_is_no_mention_any_more_do_not_count() -> None:
    more = [replace(row, id=row.id + 500, kind="edit") for row in recall()]
    lost = [replace(row, id=row.id + 600, current=False) for row in recall()]
    assert themes([*crowd(), *recall(), *more, *lost]) == themes([*crowd(), *recall()])


def test_a_comment_is_not_about_the_title_that_it_answers() -> None:
    said = [replace(row, title="Concours de sculpture sur glace", kind="comment") for row in crowd()]
    assert not any("sculpture" in name for name in names(themes(said)))


def test_what_a_large_period_talks_about_is_counted_in_all_of_it() -> None:
    words = [f"{a}{b}{c}o" for a in "bcdfglmprt" for b in "aeiou" for c in "bdglmnprtvz"]
    noise = [say(at, f"{words[at % 550]} {words[at * 7 % 550]}") for at in range(4000)]
    said = recall(5000, 600)
    theme = theme_of("rappel de yogourts", themes([*noise, *said], [*noise[:50], *recall(9000, 5)]))
    assert (theme.stories, theme.before, theme.course) == (600, 5, Course.GROWING)


def test_every_mention_of_a_theme_says_so() -> None:
    theme = themes([*crowd(), *recall()])[0]
    said = {row.id: row.text for row in (*crowd(), *recall())}
    assert all("yogourt" in said[number] for number in theme.ids)
    assert len(RECALL) == theme.stories


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000, "mot " * 50_000, "Mot Mot " * 20_000, "l'" * 50_000, "1 " * 50_000, "#" * 100_000, "x-" * 50_000,
        "\n" * 100_000, "https://" * 20_000, "\ud800" * 10, "🐄" * 1000, "é\u0301" * 20_000, "«" * 50_000, "de la " * 30_000,
        "rappel de yogourts " * 10_000, "A.B.C." * 20_000,
    ],
)  # fmt: skip
def test_no_text_takes_long_or_breaks_anything(text: str) -> None:
    hostile = [replace(say(at, text + str(at)), title=text, author=text[:500], source=text[:500]) for at in range(20)]
    told = themes([*crowd(30), *recall(), *hostile], hostile)
    assert all(len(theme.name) < 1000 for theme in told)


def _span(row: MentionRow) -> MentionRow:
    return replace(row, spans=(Span("text", 0, 6),))


def test_what_was_matched_in_few_stories_only_is_a_theme_still() -> None:
    assert "rappel de yogourts" in names(themes([*crowd(), *crowd(40), *map(_span, recall())]))
