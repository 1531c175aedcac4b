"""The tags of a web page, as browsers find them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.markup import MAX_TAG, names_of, tags, text_of


def found(page: str, *names: str) -> list[dict[str, str]]:
    return [tag.said for tag in tags(page, *(names or ("a",)))]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="x">', [{"href": "x"}]),
        ("<A HREF='x' Title=y>", [{"href": "x", "title": "y"}]),
        ("<a\n href = x\n>", [{"href": "x"}]),
        ("<a/>", [{}]),
        ("<a hidden>", [{"hidden": ""}]),
        ('<a href="a > b">', [{"href": "a > b"}]),
        ('<a href="x" href="y">', [{"href": "x"}]),
        ('<a title="&eacute;t&eacute; &amp; co">', [{"title": "été & co"}]),
        ("<ab><a-b><a:b>", []),
        ("</a>", []),
        ("<a", []),
        ("<!-- <a> --><a b=1>", [{"b": "1"}]),
        ("<!-- <a> ", []),
        ("<script>'<a>'</script><a b=1>", [{"b": "1"}]),
        ("<script>'<a>'", []),
        ("<textarea><a></textarea><style><a></style><iframe><a></iframe><a b=1>", [{"b": "1"}]),
        ("<scripted><a b=1>", [{"b": "1"}]),
        ("1 < 2 <a b=1>", [{"b": "1"}]),
        (f"<a b={'x' * MAX_TAG}><a c=1>", [{"c": "1"}]),
        ("", []),
    ],
)
def test_opening_tags_with_their_attributes(page: str, said: list[dict[str, str]]) -> None:
    assert found(page) == said


def test_tags_of_several_names_come_in_the_order_of_the_page() -> None:
    assert [tag.name for tag in tags("<LINK><a><meta><Link>", "link", "meta")] == ["link", "meta", "link"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>Un titre</title>", "Un titre"),
        ("<TITLE lang=fr>Un &eacute;t&eacute;</title>", "Un &eacute;t&eacute;"),
        ("<title>Un<b>x</b></title>", "Un"),
        ("<title></title><title>Deux</title>", ""),
        ("<!-- <title>Non</title> --><title>Oui", "Oui"),
        ("<script><title>Non</title></script>", ""),
        ("rien", ""),
    ],
)
def test_what_stands_in_a_tag(page: str, text: str) -> None:
    assert text_of(page, "title") == text


def test_a_title_without_end_is_cut() -> None:
    assert len(text_of("<title>" + "x" * (2 * MAX_TAG), "title")) == MAX_TAG


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("<html><Body>x</body><p>", ["html", "body", "p"]),
        ("<?xml version='1.0'?><rss:RSS>", ["rss:rss"]),
        ("<script><a></script><b>", ["script", "b"]),
        ("<!DOCTYPE html><html", ["html"]),
        ("rien", []),
    ],
)
def test_the_names_of_tags(page: str, names: list[str]) -> None:
    assert list(names_of(page)) == names


@pytest.mark.parametrize("unit", ["<", "<a ", "<!--", "<!-", "<script", "<a b='", '<a b="', "<a =", "</", "<a><"])
def test_a_page_made_to_hurt_takes_linear_time(unit: str) -> None:
    began = time.process_time()
    list(tags(unit * (200_000 // len(unit)), "a"))
    assert time.process_time() - began < 2


@given(st.text("<>a!-'\"= /script", max_size=60))
def test_any_text_is_a_page(page: str) -> None:
    assert all(tag.name == "a" for tag in tags(page, "a"))
    assert len(list(names_of(page))) <= page.count("<")
