import time

import pytest

from smwatch.text.language import detect

FRENCH = [
    "Ouf, pas beau à voir la page Facebook de Nestlé",
    "c plate en crisse",
    "pas beau a voir la page facebook",  # accents left out
    "MDR trop nul",
    "j'adore le new look",
    "Rappel de fromages à Longueuil",
    "Prix en hausse",
    "merci beaucoup!",
    "honte à vous",
    "Ça fait trois semaines que j’attends",
    "le nouveau show est full bon, lol",
    "L'ENTREPRISE S'EXCUSE AUPRÈS DE SES CLIENTS",
    "Merci !",
    "Bon travail",
]
ENGLISH = [
    "shame on you Nestle",
    "Stop killing the rainforest",
    "Layoffs at Nordelait",
    "idk it's pretty bad tbh",
    "THIS IS WHY WE CAN'T HAVE NICE THINGS",
    "@user don’t buy http://t.co/le-la-les-des",  # the address says nothing
    "Profits up 10%",
    "Crème brûlée with a French café au lait is what we want",
    "nope",
    "great player",
    "Video accuses Nordelait of destroying rainforest",
    "Grocers drop Nordelait bar amid palm oil outrage",
    "CEO resigns amid harassment allegations",
    "Yaaaay! :D good",
    "An implementation of J\nComments",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_told_in_a_few_words(text: str) -> None:
    assert detect(text, ("fr", "en")) == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_in_a_few_words(text: str) -> None:
    assert detect(text, ("fr", "en")) == "en"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("これは日本語です", "ja"),
        ("Это очень плохо", "ru"),
        ("مرحبا بكم", "ar"),
        ("안녕하세요", "ko"),
        ("中文文本", "zh"),
        ("یہ بہت اچھی خبر ہے، شکریہ", "ur"),
        ("این خبر بسیار چیز خوبی است", "fa"),
        ("Це дуже погано, їхній продукт", "uk"),
        ("Hướng dẫn cách làm sườn chiên mắm tỏi thơm ngon", "vi"),
        ("Das ist wirklich ein schlechtes Produkt", "de"),
        ("Esto es una vergüenza, no compren nada", "es"),
        ("Dit is echt niet goed voor ons", "nl"),
        ("Questo prodotto non funziona", "it"),
        ("O produto não funciona, não comprem", "pt"),
        ("Samsung lança hoje o telefone novo no Brasil", "pt"),
        ("¿Seguro que quieres eliminar los documentos?", "es"),
        ("La empresa cerró la fábrica y despidió a todos", "es"),
        ("Le scarpe sono arrivate rotte e nessuno risponde", "it"),
        ("Wo bleibt meine Bestellung, ich warte seit drei Wochen", "de"),
        ("Det är inte bra att de stänger fabriken", "sv"),
        ("To jest bardzo zły produkt, nie kupujcie", "pl"),
        ("Bu ürün hiç iyi değil, sakın almayın", "tr"),
        ("Acest produs nu este bun, să nu îl cumpărați", "ro"),
        ("Ez a termék nagyon rossz, ne vegyétek meg", "hu"),
        ("Ten výrobek je velmi špatný, nekupujte ho", "cs"),
        ("Tämä tuote ei ole hyvä, älkää ostako", "fi"),
    ],
)
def test_another_language_says_which(text: str, lang: str) -> None:
    assert detect(text, ("fr", "en")) == lang


@pytest.mark.parametrize(
    "text", ["", " \n", "123 !!!", "https://le.la/les-des-un", "@les #des", "😡😡", "Bravo", "\U00012000"]
)
def test_where_nothing_tells_nothing_is_said(text: str) -> None:
    assert detect(text, ("fr", "en")) == ""


def test_a_watched_language_is_likelier_than_another() -> None:
    assert detect("El Niño", ("es",)) == "es"
    assert detect("la page", ("fr", "en")) == "fr"
    assert detect("la", ("es",)) == "es"


def test_a_language_without_a_list_is_lived_with() -> None:
    assert detect("Nestlé dans la tourmente", ("fr", "ja")) == "fr"
    assert detect("Bravo", ("ja",)) == ""


def test_a_long_text_is_told_by_its_beginning_and_its_middle() -> None:
    french = "Les employés de l’usine sont inquiets pour leur avenir et ceux de la ville aussi. "
    english = "The workers of the plant are worried about their future and so is the town. "
    assert detect(french * 50) == "fr"
    assert detect(english * 50) == "en"
    assert detect(f"Communiqué\n« {english.strip()} »\n{french * 12}") == "fr"  # it begins with what somebody else said
    assert detect(english * 3 + french * 40) == "fr"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Trop cher", "fr"),
        ("Love it", "en"),
        ("Never again", "en"),
        ("Jamais plus", "fr"),
        ("pas pire", "fr"),
        ("C'est poche", "fr"),
        ("So true", "en"),
        ("Tellement vrai", "fr"),
        ("chu tanne", "fr"),
        ("faque bye", "fr"),
        ("troooop bon", "fr"),
        ("sooooo good", "en"),
        ("Lol", ""),
        ("Super !", ""),
        ("hahaha", ""),
        ("Ok.", ""),
    ],
)
def test_a_comment_of_a_word_or_two_is_told_where_it_can_be(text: str, lang: str) -> None:
    assert detect(text, ("fr", "en")) == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("#Nordelait #HonteÀVous #JamaisPlus", "fr"),
        ("#Nordelait #NeverAgain #ShameOnYou", "en"),
        ("#Nordelait @Nordelait", ""),
        ("Le nouveau yogourt goûte le plastique #fail #NeverAgain #ShameOnYou", "fr"),
        ("RT @marie_qc: chu pu capable de leur service http://t.co/the-best", "fr"),
        ("ILS ONT FERME L'USINE SANS PREVENIR PERSONNE", "fr"),
        ("they closed it w/o telling any1 smh", "en"),
        ("http the recall was late", "en"),
        ("j pense que c pas vrm leur faute", "fr"),
    ],
)
def test_tags_addresses_capitals_and_short_spellings_are_lived_with(text: str, lang: str) -> None:
    assert detect(text, ("fr", "en")) == lang


def test_a_hostile_text_is_read_in_no_time() -> None:
    for hostile in ("'" * 500_000, "a'" * 500_000, "http://" * 200_000, "@" * 500_000, "é" * 1_000_000, "я'" * 500_000):
        began = time.perf_counter()
        detect(hostile, ("fr", "en"))
        assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Mirabo accuse Lumina de fraude.", "fr"),
        ("Lumina a menti", "fr"),
        ("Lumina ora cierra la tienda de Madrid", "es"),
        ("La empresa Lumina cierra dos fábricas", "es"),
        ("Das ist furchtbar schlecht", "de"),
    ],
)
def test_names_make_no_language(text: str, lang: str) -> None:
    assert detect(text, ("fr", "en")) == lang
