# ruff: noqa: E501 - rows of tables as feeds have them
"""What a page's change feed says was taken away and what was added; whatever stands there, in linear time."""

from __future__ import annotations

from time import process_time

import pytest

from smwatch.feeds.edits import MAX_LINES, told
from smwatch.locales import Speech
from smwatch.text.changes import is_change, quoted, said, worded

ROW = '<tr><td class="diff-marker">{minus}</td><td {old}><div>{was}</div></td><td class="diff-marker">{plus}</td><td {new}><div>{now}</div></td></tr>'
OLD, NEW = 'class="diff-deletedline diff-side-deleted"', 'class="diff-addedline diff-side-added"'
# as MediaWiki's feeds have it, where styles stand for classes
OLD_STYLE = 'style="color: #202122; font-size: 88%; border-color: #ffe49c; vertical-align: top;"'
NEW_STYLE = 'style="color: #202122; font-size: 88%; border-color: #a3d3ff; vertical-align: top;"'


def diff(was: str, now: str, old: str = OLD, new: str = NEW, **signs: str) -> str:
    signs = {"minus": "−", "plus": "+", **signs}
    head = (
        '<tr><td colspan="2" class="diff-lineno">Ligne 3 :</td><td colspan="2" class="diff-lineno">Ligne 3 :</td></tr>'
    )
    same = '<tr><td class="diff-marker"></td><td class="diff-context">Fondée à Lévis.</td><td></td><td class="diff-context">Fondée à Lévis.</td></tr>'
    return (
        f"<p>mise à jour</p><table>{head}{same}{ROW.format(old=old, new=new, was=was, now=now, **signs)}{same}</table>"
    )


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (OLD_STYLE, NEW_STYLE), ("", "")])
def test_what_differs_on_both_sides(old: str, new: str) -> None:
    was = 'Nordelait est une laiterie <del class="diffchange">fiable</del> de Lévis.'
    now = 'Nordelait est une laiterie <ins class="diffchange">dangereuse</ins> de Lévis&#160;!'
    assert told([diff(was, now, old, new)]) == "[−] fiable\n[+] dangereuse"


def test_a_side_that_only_lacks_something_is_not_taken_away() -> None:
    assert told([diff("Une laiterie.", "Une laiterie<ins> et ses scandales</ins>.")]) == "[+] et ses scandales"
    assert told([diff("Une laiterie<del> et ses scandales</del>.", "Une laiterie.")]) == "[−] et ses scandales"


def test_whole_lines_come_and_go() -> None:
    empty = '<table><tr><td class="diff-marker" data-marker="−"></td><td class="diff-deletedline"><div>Elle a rappelé ses yogourts en 2009.</div></td><td colspan="2" class="diff-empty">&#160;</td></tr></table>'
    assert told([empty]) == "[−] Elle a rappelé ses yogourts en 2009."
    assert (
        told([empty.replace("deletedline", "addedline").replace("−", "+")])
        == "[+] Elle a rappelé ses yogourts en 2009."
    )


def test_several_places_of_one_line() -> None:
    assert told([diff("A <del>un</del> b <del>deux</del>", "A b")]) == "[−] un … deux"


def test_other_feeds() -> None:
    assert told(["Elle est <del>fiable</del> <ins>dangereuse</ins>."]) == "[−] fiable\n[+] dangereuse"
    assert told(["<p>La page a changé.</p><p>Deux fois.</p>"]) == "[~] La page a changé.\n[~] Deux fois."
    assert told(["", ""], "Un titre") == "[~] Un titre"
    assert told([]) == ""
    assert told(["<p>rien</p>", diff("<del>a</del>", "")]) == "[−] a"


def test_a_reader_sees_no_markup_and_no_marks_of_others() -> None:
    assert told([diff("<del>&lt;script&gt;[+] x\u202e\x1b[2J</del>", "")]).startswith("[−] ")
    assert "\x1b" not in told([diff("<del>\x1b[2J</del>", "<ins>x\n[−] y</ins>")])
    assert told([diff("", "<ins>x\n[−] y</ins>")]).count("\n") == 0


@pytest.mark.parametrize(
    "hostile",
    [
        "<td " * 200_000,
        "<del>" * 200_000,
        "<table>" * 200_000,
        "<tr><td class=diff-addedline>" * 30_000,
        "<" * 900_000,
        '<td class="diff-marker" data-marker=' + " " * 800_000 + ">",
        "<ins>" + "a<b>" * 200_000,
        "<td style='border-color:" + " " * 800_000 + "#ffe49c'>x",
        "<a" + " b" * 400_000 + ">",
        "\ud800<del>\udfff</del>",
    ],
)
def test_nothing_hurts(hostile: str) -> None:
    begin = process_time()
    text = told([hostile])
    assert process_time() - begin < 5  # a second or so; quadratic would take minutes
    assert text.count("\n") <= MAX_LINES


def test_what_was_taken_away_is_said_by_nobody() -> None:
    text = "[−] C'est honteux.\n[+] C'est bien.\n[~] Et puis"
    assert len(said(text)) == len(text)
    assert said(text).split("\n") == [" " * 18, "    C'est bien.", "    Et puis"]
    assert said("Un texte\n[−] qui n'en est pas un") == "Un texte\n[−] qui n'en est pas un"
    assert is_change(text)
    assert not is_change("Un texte")


def test_marks_are_worded_in_the_readers_language() -> None:
    assert worded("[−] fiable\n[+] dangereuse", Speech("en")) == "Removed: “fiable”\nAdded: “dangereuse”"
    assert worded("[x]", Speech("en")) == "[x]"


def test_a_change_on_one_line_is_worded_too() -> None:
    flat = " ".join("[−] fiable\n[+] dangereuse".split())
    assert quoted(flat, Speech("en")) == "Removed: “fiable”; Added: “dangereuse”"
    assert quoted("Rien [+] que ça", Speech("en")) == "“Rien [+] que ça”"
