"""What is known of HTML's elements: attributes, alternative texts, what hides, what ends what."""

from __future__ import annotations

import pytest

from smwatch.text import elements
from smwatch.text.elements import alternative, attributes, containers, ends, look, may_hide


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (" href=\"a\" TITLE='b' c=d hidden", {"href": "a", "title": "b", "c": "d", "hidden": ""}),
        (' a="1" a="2"', {"a": "1"}),  # the first counts, as in browsers
        (' a = "x y" b', {"a": "x y", "b": ""}),
        (' alt=""', {"alt": ""}),
        ("", {}),
        (' a="&eacute;"', {"a": "&eacute;"}),
    ],
)
def test_attributes_are_read_as_browsers_read_them(source: str, found: dict[str, str]) -> None:
    assert attributes(source) == found


@pytest.mark.parametrize(
    ("name", "source", "text"),
    [
        ("img", ' src="a.png" alt=" Un ours "', "Un ours"),
        ("img", ' src="a.png"', ""),
        ("img", ' alt=""', ""),
        ("img", ' title="alt"', ""),
        ("area", ' ALT="Carte"', "Carte"),
        ("input", ' type="image" alt="Chercher"', "Chercher"),
        ("input", ' type=" IMAGE " alt="Chercher"', "Chercher"),
        ("input", ' type="text" alt="Chercher"', ""),
        ("input", ' alt="Chercher"', ""),
    ],
)
def test_the_text_that_stands_for_a_picture(name: str, source: str, text: str) -> None:
    assert alternative(name, source) == text


@pytest.mark.parametrize(
    ("name", "source", "how"),
    [
        ("p", "", ""),
        ("p", ' class="x"', ""),
        ("p", " hidden", "gone"),
        ("p", ' hidden="until-found"', "gone"),
        ("tr", ' hidden="until-found"', ""),  # which takes no effect on a row of a table
        ("span", ' hidden="until-found"', ""),  # nor on what is no block
        ("p", ' style="display:none"', "gone"),
        ("p", ' style="display: NONE !important"', "gone"),
        ("p", ' style="display:none;display:block"', "block"),  # the last one holds
        ("p", ' style="display:none!important;display:block"', "gone"),  # unless one is important
        ("p", ' style="display:/* x */none"', "gone"),
        ("p", ' style="display:/* none"', ""),
        ("p", ' style="display:nonsense"', ""),
        ("p", ' style="visibility:hidden"', "hidden"),
        ("p", ' style="visibility:collapse"', "hidden"),
        ("p", ' style="visibility:visible"', ""),
        ("p", ' style="visibility:hidden;visibility:visible"', ""),
        ("span", ' style="display:block"', "block"),
        ("span", ' style="display:table-cell"', "block"),
        ("span", ' style="display:inline-block"', ""),
        ("p", ' hidden style="display:block"', "block"),  # the style wins
        ("p", ' style="display&#58;none"', "gone"),  # an entity hides nothing from a browser
        ("div", " popover", "gone"),
        ("dialog", "", "gone"),
        ("dialog", " open", ""),
        ("p", ' title="hidden"', ""),
    ],
)
def test_how_attributes_make_an_element_look(name: str, source: str, how: str) -> None:
    assert look(name, source) == how
    if how and name != "dialog":
        assert may_hide(source), "the quick look never says no wrongly"


@pytest.mark.parametrize("sources", ["", ' href="a"', ' style="color:red"'])
def test_most_pages_hide_nothing(sources: str) -> None:
    assert not may_hide(sources)


@pytest.mark.parametrize(
    ("name", "closer"),
    [
        ("li", "li"),
        ("li", "ul"),
        ("p", "div"),
        ("td", "tr"),
        ("tr", "tbody"),
        ("dd", "dt"),
        ("option", "select"),
        ("b", "b"),
    ],
)
def test_what_tells_where_an_element_ends(name: str, closer: str) -> None:
    assert closer in ends(name)


@pytest.mark.parametrize(("name", "inside"), [("li", "ul"), ("td", "table"), ("rt", "ruby"), ("div", "div")])
def test_what_holds_others_of_its_kind(name: str, inside: str) -> None:
    assert inside in containers(name)
    assert containers("p") == ()


def test_each_element_has_one_place() -> None:
    assert elements.PARAGRAPHS < elements.BLOCKS
    assert not elements.BLOCKS & (elements.CELLS | elements.INLINE | elements.RAISED | elements.RAW)
    assert not elements.INLINE & (elements.CELLS | elements.VOID | elements.UNSHOWN | elements.RAW)
