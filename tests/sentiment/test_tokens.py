from smwatch.sentiment.tokens import plain, set_apart, shorten


def test_text_is_made_plain() -> None:
    assert plain("l’usine — “non”") == 'l\'usine  —  "non"'
    assert plain("voir https://honte.example/a fin") == "voir   fin"
    assert plain("❤\ufe0f") == "❤"


def test_hashtags_are_opened_at_their_humps() -> None:
    assert plain("#BoycottNestlé #boycott_dell #honte #1") == "Boycott Nestlé boycott dell honte #1"


def test_emojis_of_the_lexicon_stand_alone() -> None:
    assert set_apart("bon😡😡!", {"😡"}) == "bon 😡  😡 !"
    assert set_apart("bon😡", {"👍"}) == "bon😡"


def test_stretched_words_are_shortened_to_what_is_known() -> None:
    known = {"nul", "good", "mdrrr"}
    assert shorten("NUUUUL", known) == "NUL"
    assert shorten("goooood", known) == "good"
    assert shorten("mdrrr", known) == "mdrrr"
    assert shorten("zzzz", known) == "zzzz"
    assert shorten("ballon", known) == "ballon"
