"""What settings say of themselves: where a secret is, what scores carry, how a message's address is called."""

from __future__ import annotations

import pytest

from smwatch.config.settings import Mail, Notify, SentimentSettings, is_reference


@pytest.mark.parametrize(
    ("value", "there"),
    [
        ("env:PASSWORD", True),
        ("file:/run/secret", True),
        ("keyring:smwatch", True),
        ("", False),
        ("ENV:PASSWORD", False),
        (" env:PASSWORD", False),
        ("https://hook.example/env:", False),
    ],
)
def test_a_secret_s_place_is_told_from_the_secret(value: str, there: bool) -> None:
    assert is_reference(value) is there


def test_scores_of_the_defaults_carry_no_mark() -> None:
    assert SentimentSettings().mark == ""
    assert SentimentSettings(words={}).mark == SentimentSettings(words={"fr": {}}).mark == ""


def test_the_mark_changes_with_the_words_and_the_layers_only() -> None:
    one = SentimentSettings(words={"en": {"a": 1.0, "b": 2.0}, "fr": {"c": 1.0}})
    same = SentimentSettings(words={"fr": {"c": 1.0}, "en": {"b": 2.0, "a": 1.0}}, en="lexicon", fr="auto")
    assert one.mark == same.mark
    assert one.mark.startswith("~")
    others = [
        SentimentSettings(layers=False),
        SentimentSettings(words=one.words, layers=False),
        SentimentSettings(words={"en": {"a": 1.0, "b": 2.0}}),
        SentimentSettings(words={"en": {"a": 1.0, "b": 2.5}, "fr": {"c": 1.0}}),
        SentimentSettings(words={"fr": {"a": 1.0, "b": 2.0}, "en": {"c": 1.0}}),
    ]
    assert len({one.mark, *(other.mark for other in others)}) == 1 + len(others)


@pytest.mark.parametrize(
    ("notify", "known_as"),
    [
        (Notify(name="night", to=("a@b.example",)), "night"),
        (Notify(to=("a@b.example", "c@d.example")), "a@b.example, c@d.example"),
        (Notify(duty=True), "duty"),
        (Notify(url="env:SLACK"), "env:SLACK"),
        (Notify(webhook="file:hook"), "file:hook"),
    ],
)
def test_a_message_s_address_has_a_name(notify: Notify, known_as: str) -> None:
    assert notify.known_as == known_as


def test_an_address_with_a_token_is_called_by_its_service_and_keeps_its_name() -> None:
    name = Notify(url="slack://TokenA/TokenB").known_as
    assert name.startswith("slack-")
    assert "Token" not in name
    assert name == Notify(url="slack://TokenA/TokenB", levels=("confirmed",)).known_as
    assert name != Notify(url="slack://TokenA/TokenC").known_as
    assert Notify(webhook="https://hook.example/1").known_as.startswith("https-")


def test_messages_come_from_the_sender_or_else_the_user() -> None:
    assert Mail(host="h", user="u@x.example", sender="s@x.example").author == "s@x.example"
    assert Mail(host="h", user="u@x.example").author == "u@x.example"
