"""What to look for of a person, from what she signed with; and a first look that never says no wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.blot import Blotter, Traces, traces


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Marie Tremblay"], {("marie", "tremblay")}),
        (["Tremblay, Marie", "Marie TREMBLAY"], {("marie", "tremblay")}),
        (["Marc L’Heureux"], {("marc", "l'heureux")}),
        (["Marie", "Rédaction", "Anonyme", ""], set()),  # nobody's anywhere
    ],
)
def test_full_names_are_looked_for(names: list[str], words: set[tuple[str, ...]]) -> None:
    assert traces(names, [], []).names == words


def test_addresses_are_found_wherever_they_were_said() -> None:
    found = traces(["Marie (MT@A.example)", "Luc"], ["lr@b.example", "nobody"], [])
    assert found.addresses == {"mt@a.example", "lr@b.example"}


@pytest.mark.parametrize(
    ("page", "plain", "handle"),
    [
        ("https://www.facebook.com/marie.tremblay/", "facebook.com/marie.tremblay", "marie.tremblay"),
        ("https://m.facebook.com/marie.tremblay", "facebook.com/marie.tremblay", "marie.tremblay"),
        ("https://x.com/Marie_T", "x.com/marie_t", "marie_t"),
        ("https://www.linkedin.com/in/marie-t", "linkedin.com/in/marie-t", "marie-t"),
        ("https://www.reddit.com/user/marie_t", "reddit.com/user/marie_t", "marie_t"),
        ("https://social.example/@marie", "social.example/@marie", "marie"),
        ("https://blogue.example/marie", "blogue.example/marie", ""),
        ("https://x.com/a/b", "x.com/a/b", ""),
        ("https://x.com/ab", "x.com/ab", ""),  # too short to be told from words
        ("http://[::1", "[::1", ""),
    ],
)
def test_pages_and_the_accounts_that_they_are_of(page: str, plain: str, handle: str) -> None:
    found = traces([], [], [page])
    assert found.pages == {plain}
    assert found.handles == ({handle} if handle else frozenset())


@pytest.mark.parametrize(
    ("name", "handle"), [("@Marie_T", "marie_t"), ("u/marie_t", "marie_t"), ("/u/marie_t", "marie_t")]
)
def test_a_signature_may_be_an_account(name: str, handle: str) -> None:
    assert traces([name], [], []).handles == {handle}


def test_who_left_nothing_is_found_nowhere() -> None:
    nobody = Blotter(Traces())
    assert not nobody.tells("Marie Tremblay, mt@a.example")
    assert nobody.blot("Marie Tremblay") == "Marie Tremblay"
    assert nobody.anchors == ()


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("voir mt@a.example.", "voir ██@█.███████."),
        ("xmt@a.example", "xmt@a.example"),  # somebody else's
        ("mt@a.example.org", "mt@a.example.org"),
        ("vu @marie_t et u/marie_t", "vu @███████ et █/███████"),
        ("@marie_tx, @marie_t-x", "@marie_tx, @marie_t-x"),
        ("sur x.com/marie_t et twitter.com/marie_t", "sur █.███/███████ et ███████.███/███████"),
        ("sur www.x.com/marie_t!", "sur ███.█.███/███████!"),
        ("ax.com/marie_t", "ax.com/marie_t"),
    ],
)
def test_addresses_pages_and_accounts_are_blotted_out_whole(text: str, blotted: str) -> None:
    told = Blotter(traces(["Marie Tremblay"], ["mt@a.example"], ["https://x.com/marie_t"]))
    assert told.blot(text) == blotted


def test_without_the_name_all_else_is_still_found() -> None:
    nameless = Blotter(traces(["Marie Tremblay"], ["mt@a.example"], [])).nameless
    assert nameless.blot("Marie Tremblay, mt@a.example") == "Marie Tremblay, ██@█.███████"


@given(st.text("marietblyMARIETBLY -'.,", max_size=30))
def test_what_is_blotted_out_is_as_long_and_tells_nobody(text: str) -> None:
    told = Blotter(traces(["Marie Tremblay"], [], []))
    for said in (text, f"{text} Marie Tremblay {text}"):
        blotted = told.blot(said)
        assert len(blotted) == len(said)
        assert not told.tells(blotted)
        if blotted != said:
            assert told.may_tell(said)
