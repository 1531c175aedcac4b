"""The first look never says no where a proper one says yes, whatever Unicode holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smwatch.errors import QueryError
from smwatch.matching.brands import CompiledBrand, Matcher, compile_brand, compile_query
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Brand
from tests.thorough import cases

WORDS = (
    "yoplait Nestlé L'Oréal Coca-Cola œuvre Œdipe Straße ﬁn ıstanbul İzmir H&M Canal+ AT&T x 3M ½ CO₂ ŉa Þór ðe ƒa"
    " Ångström Łódź Газпром 東京 हिन्दी ﷺ ͺa ａｂｃ ǆ ẞ Mᴹᴰ e² ˆa aͅ Dr Yahoo!"
).split()
BETWEEN = [
    *" -–_'’ʼ&+™®²\u00ad\u200b\u0301\u00a0\n.,#@＃＠/«»“”\u202f…✓😀㎏℃①",
    " & ",
    ". ",
    "'s ",
    " d'",
    "  ",
    "＿",
    "\u0345",
    "",
]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(BETWEEN),
    st.sampled_from(WORDS).map(str.upper),
    st.sampled_from(WORDS).map(lambda word: unicodedata.normalize("NFD", word)),
    st.sampled_from(WORDS).map(lambda word: word[:1] + "\u00ad" + word[1:]),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(PIECES, max_size=10).map("".join)
NAMES = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(BETWEEN), PIECES), min_size=1, max_size=5).map(
    "".join
)


def compiled(brand: Brand) -> CompiledBrand | None:
    try:
        return compile_brand(brand)
    except QueryError:
        return None


@settings(max_examples=cases(60))
@given(NAMES, TEXTS, TEXTS, st.sampled_from(["{}", "{}{}{}", "#{}{}{}", "@{}_{}_{}", "{} {} {}", "x{}{}{}"]))
@example("aa", "㎏aa", "", "{}")
@example("Yoplait Canada", "Yoplait™", "", "{}Canada")
@example("air canada rouge", "", "", "#AirCanada_Rouge")
@example('aa "bb" cc', "", "", "aa «bb» cc")
def test_a_name_that_stands_there_is_never_overlooked(name: str, before: str, after: str, how: str) -> None:
    brand = compiled(Brand(name="x", names=(name,)))
    if brand is None:
        return
    for text in (how.format(before, name, after), how.format(before, name.upper(), after), before + after):
        for subject in (Subject(text=text), Subject(title=text), Subject(title=before, text=text + after)):
            assert brand.find(Reading(subject)) == brand.find_closely(Reading(subject))


@settings(max_examples=cases(50))
@given(st.lists(NAMES, min_size=1, max_size=4), st.lists(st.sampled_from(WORDS), max_size=2), TEXTS, st.booleans())
def test_many_brands_find_what_each_finds(names: list[str], context: list[str], text: str, named: bool) -> None:
    brands = [Brand(name=name, names=(name, f"#{name}"), context=tuple(context)) for name in dict.fromkeys(names)]
    brands = [brand for brand in brands if compiled(brand)]
    subject = Subject(text=text + " " + " ".join(names) + " ".join(context) if named else text)
    alone = [brand.name for brand in brands if compile_brand(brand).find_closely(Reading(subject)) is not None]
    assert [found.brand for found in Matcher(brands).find(subject)] == alone


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rappel*", "les RAPPELÉS"),
        ("organi?ation", "l’orgaNIſation"),
        ('"a b c"~3', "c x b a"),
        ("x NEAR/2 yy", "x™yy"),
        ("=Straße", "Straße"),
        ("title:x OR site:lapresse.ca", "x"),
        ('("Air Canada" OR vol) -grève', "#AirCanada_Rouge"),
        ("loto* quebec", "#Loto2030Quebec"),
        ("東京", "東京"),
        ("東京 газпром", "ГАЗПРОМ, 東京"),
    ],
)
def test_queries_are_looked_for_roughly_first(query: str, text: str) -> None:
    brand = compile_query(query)
    for subject in (Subject(text=text), Subject(title=text), Subject(title="東", text=f"é😀 {text} ж")):
        assert brand.find(Reading(subject)) == brand.find_closely(Reading(subject))


def test_more_names_than_an_expression_holds_are_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.matching.regexes.MOST_MEMORY", 10_000)
    brands = [Brand(name=f"Nordelait{i}") for i in range(5_000)]
    assert [found.brand for found in Matcher(brands).find(Subject(text="nordelait77"))] == ["Nordelait77"]
