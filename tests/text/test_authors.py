"""One person is one author, as far as feeds tell; two stay two."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.text.authors import Signed, author_key, people
from smwatch.text.names import Known, plain_name, read_name

BLOG, OTHER = "https://blogue.example/a", "https://other.example/b"


def voices(*authors: Signed) -> int:
    """How many people these are; nobody counts for none."""
    return len(set(people(authors)) - {""})


@pytest.mark.parametrize(
    "spelt",
    [
        "Marie Tremblay",
        "marie tremblay",
        "MARIE TREMBLAY",
        "Tremblay, Marie",
        "TREMBLAY Marie",
        "Marie  Tremblay ",
        "Mme Marie Tremblay",
        "Me Marie Tremblay",
        "Dre Marie Tremblay",
        "Dr. Marie Tremblay, Ph.D.",
        "By Marie Tremblay",
        "Par Marie Tremblay",
        "par : Marie Tremblay",
        "Un texte de Marie Tremblay",
        "Written by Marie Tremblay",
        "Propos recueillis par Marie Tremblay",
        "Marie Tremblay, La Presse",
        "Marie Tremblay | La Presse Canadienne",
        "Marie Tremblay - Agence QMI",
        "Marie Tremblay/AFP",
        "AFP, Marie Tremblay",
        "Marie Tremblay (La Presse)",
        "Marie Tremblay [AFP]",
        "Marie Tremblay (not verified)",
        "Marie Tremblay, journaliste",
        "Marie Tremblay et Jean Roy",
        "Marie Tremblay and Jean Roy",
        "Marie Tremblay, Jean Roy",
        "Marie Tremblay & Jean Roy",
        "noreply@blogger.com (Marie Tremblay)",
        "Marie Tremblay <redaction@a.example>",
        "(Marie Tremblay)",
        "Marie Trémblay",
        "Marie\u00a0Tremblay",
        "Marie Tre\u0301mblay",
        "Marie Tremblay via La Presse",
        "Marie Tremblay for The Gazette",
    ],
)
def test_a_full_name_is_one_however_written(spelt: str) -> None:
    assert author_key(Signed(spelt, page=BLOG)) == "who:marie tremblay"
    assert voices(Signed(spelt, page=BLOG), Signed("Marie Tremblay", page=OTHER)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marie-Ève Tremblay", "Tremblay, Marie-Eve"),
        ("Guy Saint-Pierre", "Saint-Pierre, Guy"),
        ("Jan van der Berg", "van der Berg, Jan"),
        ("Tip O'Neil", "O’Neil, Tip"),
        ("Chantal D'Amours", "CHANTAL D’AMOURS"),
        ("Cœur Lebœuf", "Coeur Leboeuf"),
        ("山田太郎", "山田太郎"),
        ("Анна Иванова", "Иванова, Анна"),
        ("join11", "JOIN11"),
    ],
)
def test_names_that_are_one_everywhere(one: str, other: str) -> None:
    assert voices(Signed(one, page=BLOG), Signed(other, page=OTHER)) == 1


@pytest.mark.parametrize(
    "name", ["Marie", "marie", "Marie T.", "M. Tremblay", "J. Tremblay", "@marie", "/u/marie", "guest12"]
)
def test_what_is_no_full_name_is_one_person_on_one_site_only(name: str) -> None:
    assert voices(Signed(name, page=BLOG), Signed(name, page=BLOG + "/2")) == 1
    assert voices(Signed(name, page=BLOG), Signed(name, page=OTHER)) == 2
    assert voices(Signed(name, source="Le Blogue"), Signed(name.upper(), source="Le blogue")) == 1


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "La Rédaction",
        "Rédaction web",
        "L'équipe de La Presse",
        "AFP",
        "Reuters",
        "The Associated Press",
        "Staff",
        "La Presse Canadienne",
        "Agence QMI",
        "CBC News",
        "webmaster",
        "lapresse.ca",
        "https://www.lapresse.ca",
        "Newsroom",
    ],
)
def test_whoever_writes_for_a_newsroom_is_known_on_its_site_only(name: str) -> None:
    assert read_name(name).known is Known.ON_SITE
    assert voices(Signed(name, page=BLOG), Signed(name, page=OTHER)) == 2


def test_the_feed_s_own_title_is_no_person() -> None:
    own = Signed("Le Journal du Coin", page=BLOG, source="Le journal du coin")
    assert voices(own, own._replace(page=OTHER)) == 2


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Anonyme",
        "anonymous",
        "Invité",
        "guest",
        "Unknown",
        "inconnu",
        "n/a",
        "[deleted]",
        "(anonymous)",
        "None",
        "Utilisateur Facebook",
        "A Google user",
        "Par Anonyme",
        "-",
        "?",
        "...",
        "noreply@blogger.com",
    ],
)
def test_nobody_is_nobody(name: str) -> None:
    assert read_name(name).known is Known.NOWHERE
    assert people([Signed(name, page=BLOG)]) == [""]


def test_an_address_tells_more_than_a_name() -> None:
    marie = Signed("Marie", email="marie.tremblay@gmail.com", page=BLOG)
    assert voices(marie, Signed("M. Tremblay", email="MarieTremblay+blog@googlemail.com", page=OTHER)) == 1
    assert voices(marie, Signed("Marie", email="other@a.example", page=BLOG)) == 2
    assert voices(Signed("", email="m@a.example"), Signed("m@a.example"), Signed("mailto:M@A.example")) == 1


@pytest.mark.parametrize(
    "email", ["noreply@blogger.com", "redaction@a.example", "info@a.example", "no-reply@a.example", "x"]
)
def test_an_office_s_address_tells_nothing(email: str) -> None:
    both = Signed("Marie Tremblay", email=email, page=BLOG), Signed("Jean Roy", email=email, page=BLOG)
    assert voices(*both) == 2
    assert people([Signed("", email=email)]) == [""]


def test_a_profile_is_one_person_whatever_the_name() -> None:
    link = "https://twitter.com/marie"
    assert voices(Signed("Marie", link=link), Signed("M. T.", link="https://m.x.com/Marie?s=20")) == 1
    assert voices(Signed("Marie", link=link, page=BLOG), Signed("Marie", link=link + "2", page=BLOG)) == 2
    assert voices(Signed("@marie@social.example"), Signed("Marie", link="https://social.example/@marie")) == 1


def test_pages_that_everybody_links_to_tell_nothing() -> None:
    for link in ("https://blogue.example/", "https://www.facebook.com/", BLOG):
        assert voices(*(Signed(name, link=link, page=BLOG) for name in ("Marie Tremblay", "Jean Roy"))) == 2, link


def test_commenters_of_one_first_name_and_two_sites_of_their_own_are_two() -> None:
    one = Signed("Marie", link="https://marie.example/", page=BLOG)
    assert voices(one, one._replace(link="https://mariev.example/")) == 2
    assert voices(one, Signed("Marie", page=BLOG)) == 1


def test_a_name_alone_is_whoever_alone_bears_it() -> None:
    alone = Signed("Marie Tremblay", page=BLOG)
    one, two = (Signed("Marie Tremblay", email=f"{who}@a.example", page=OTHER) for who in ("m", "mt"))
    assert voices(alone, one) == 1
    assert voices(one, two) == 2
    assert voices(alone, one, two) == 3


def test_one_name_with_pages_on_two_sites_is_one_and_with_two_pages_on_one_site_is_two() -> None:
    one, two, three = (
        Signed("Marie Tremblay", link=f"https://{page}")
        for page in ("lapresse.example/auteurs/marie", "ledevoir.example/marie", "lapresse.example/auteurs/marie-2")
    )
    assert voices(one, two) == 1
    assert voices(one, three) == 2


def test_what_stands_together_belongs_together() -> None:
    told = Signed("Marie Tremblay", email="m@a.example", link="https://a.example/marie")
    assert voices(told, Signed("Marie", email="m@a.example"), Signed("La Marie", link="https://a.example/marie")) == 1


def test_an_address_of_a_crowd_is_nobody_s() -> None:
    names = ("Marie Tremblay", "Jean Roy", "Luc Gagnon", "Ève Côté", "Léa Roy")
    assert voices(*(Signed(name, email="equipe.web@a.example") for name in names)) == 5
    assert voices(*(Signed(name, link="https://a.example/nous") for name in names)) == 5
    assert voices(*(Signed(name, link="https://a.example/marie") for name in ("Marie", "Marie T.", "M. Tremblay"))) == 1


def test_aggregators_are_no_sites() -> None:
    pages = ["https://news.google.com/rss/articles/CBMiAU_yqLx", "https://news.google.com/rss/articles/CBMiAU_yqLy"]
    assert voices(*(Signed("Marie", page=page, source="La Presse") for page in pages)) == 1
    assert voices(*(Signed("Marie", page=page, source=page) for page in pages)) == 2
    told = "https://www.google.com/url?url=https://blogue.example/c"
    assert voices(Signed("Marie", page=told), Signed("Marie", page=BLOG)) == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("By Marie Tremblay", "Marie Tremblay"),
        ("Par\u00a0: Marie Tremblay", "Marie Tremblay"),
        ("Marie Tremblay <m@a.example>", "Marie Tremblay"),
        ("Marie Tremblay, La Presse", "Marie Tremblay, La Presse"),
        ("Byron Par", "Byron Par"),
        ("Paris Hilton", "Paris Hilton"),
        ("(Marie)", "Marie"),
        ("Marie (Montréal)", "Marie (Montréal)"),
        ("@marie", "@marie"),
        ("@marie@social.example", "@marie@social.example"),
        ("m@a.example", ""),
        ("Par", "Par"),
    ],
)
def test_a_byline_is_shown_as_a_name(said: str, shown: str) -> None:
    assert plain_name(said) == shown


_SIGNED = st.builds(
    Signed,
    st.sampled_from(
        ["Marie Tremblay", "Tremblay, Marie", "Marie", "Jean Roy", "admin", "", "Anonyme", "join11", "@marie"]
    ),
    st.sampled_from(["", "m@a.example", "m2@a.example", "info@a.example"]),
    st.sampled_from(["", "https://x.com/marie", "https://x.com/m2", "https://b.example/", "https://blogue.example"]),
    st.sampled_from(["", BLOG, OTHER]),
    st.sampled_from(["", "Le Blogue"]),
)


@given(st.lists(_SIGNED, max_size=12), st.randoms())
def test_the_order_in_which_they_come_changes_nothing(authors: list[Signed], random: object) -> None:
    before = dict(zip(authors, people(authors), strict=True))
    mixed = list(authors)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert dict(zip(mixed, people(mixed), strict=True)) == before


@given(st.lists(_SIGNED, max_size=8), _SIGNED)
def test_nobody_new_is_no_new_voice(authors: list[Signed], other: Signed) -> None:
    assert people([*authors, *authors])[: len(authors)] == people(authors)
    assert voices(*authors, other, other) == voices(*authors, other)


@given(
    st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=50), st.text(st.characters(), max_size=50)
)
@example("\ud800 (x)", "@", "http://[")
@example(", Marie", "", "")
def test_nonsense_is_read_too(name: str, email: str, link: str) -> None:
    (key,) = people([Signed(name, email, link, page=link, source=name)])
    assert key == author_key(Signed(name, email, link, page=link, source=name))
    plain_name(name)


@given(st.sampled_from(["Marie Tremblay", "Zoé D’Amours", "Marie", "join11", "Ève"]))
def test_case_and_accents_make_no_other_name(name: str) -> None:
    plain = name.replace("é", "e").replace("È", "E").replace("È", "E").replace("’", "'").replace("Ève", "Eve")
    assert read_name(name) == read_name(name.upper()) == read_name(plain.lower())


@pytest.mark.parametrize("piece", ["a", "a ", ",", "(", "[<", "@", "a@", "by ", "par : ", "de ", "/", "a.", "-"])
def test_long_names_take_no_time(piece: str) -> None:
    began = time.perf_counter()
    people([Signed(piece * 300_000, piece * 300_000, "https://a.example/" + piece * 300_000)])
    assert time.perf_counter() - began < 1


def test_a_hundred_thousand_authors_take_no_time() -> None:
    authors = [
        Signed(f"Marie Tremblay{n % 30_000}", f"m{n % 20_000}@a.example" if n % 2 else "") for n in range(100_000)
    ]
    began = time.perf_counter()
    people(authors)
    assert time.perf_counter() - began < 10
