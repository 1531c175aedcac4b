"""`smwatch sentiment words`: the lists as they are read, the config's words among them."""

from __future__ import annotations

import pytest

from tests.desk import Desk


def test_a_word_is_shown_with_where_it_comes_from(desk: Desk) -> None:
    shown = desk.runs("sentiment words --search recall")
    assert shown.code == 0
    assert "product recalls" in shown.out
    assert "smwatch" in shown.out
    rows = desk.runs("sentiment words --lang fr --layer pr --search pantoute --json").json
    assert {row["lang"] for row in rows} == {"fr"}
    assert all("pantoute" in row["word"] and row["layer"] == "pr" for row in rows)
    assert list(rows[0]) == ["lang", "word", "valence", "layer", "note"]


def test_the_config_s_words_are_there_and_its_layers_are_off(desk: Desk) -> None:
    desk.config += '\n[sentiment]\nlayers = false\n[sentiment.words.fr]\n"rappel volontaire" = -1.5\n'
    assert desk.runs("sentiment words --layer pr --json").json == []
    (row,) = desk.runs("sentiment words --layer own --json").json
    assert (row["lang"], row["word"], row["valence"]) == ("fr", "rappel volontaire", -1.5)


def test_a_screenful_is_shown_unless_more_is_asked_for(desk: Desk) -> None:
    assert "more" in desk.runs("sentiment words").err
    assert len(desk.runs("sentiment words --limit 100").out.splitlines()) >= 100
    assert len(desk.runs("sentiment words --lang en --json").json) > 5000
    assert "No such word" in desk.runs("sentiment words --search zzzzz").err


@pytest.mark.parametrize("typed", ["sentiment words --lang de", "sentiment words --layer top"])
def test_what_is_not_known_is_told(desk: Desk, typed: str) -> None:
    assert desk.runs(typed).code == 2


def test_numbers_are_written_as_the_reader_writes_them(desk: Desk) -> None:
    desk.config += '\n[sentiment.words.fr]\n"zut [bold]" = -2.4\n'
    assert "−2,4" in desk.runs("--lang fr sentiment words --layer own").out
    assert "zut [bold]" in desk.runs("sentiment words --layer own").out
    assert "-2.4" in desk.runs("sentiment words --layer own").out
    every = len(desk.runs("sentiment words --json").json) - 40
    said = desk.runs("--lang fr sentiment words").err
    assert f"… et {every // 1000}\u202f{every % 1000:03} autres" in said
    assert f"… and {every:,} more" in desk.runs("sentiment words").err
