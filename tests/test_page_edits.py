"""Who changes what is said about the company on a page that others may edit: told through scans."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from tests.desk import LISTS, MORNING, Desk
from tests.feeds.test_edits import NEW_STYLE, OLD_STYLE, diff

WIKI = "https://wiki.example/w/index.php?title=Nordelait&amp;diff={n}&amp;oldid=1"


def history(*edits: tuple[str, str, str]) -> bytes:
    """A page's history as MediaWiki's Atom has it, in words of our own: who, comment, difference."""
    entries = "".join(
        f"<entry><id>{WIKI.format(n=n)}</id>"
        f"<title>{escape(who)} : {escape(comment)}</title>"
        f'<link rel="alternate" type="text/html" href="{WIKI.format(n=n)}"/>'
        f"<updated>{(MORNING - timedelta(hours=len(edits) - n)):%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<summary type="html">{escape(difference)}</summary><author><name>{escape(who)}</name></author></entry>'
        for n, (who, comment, difference) in enumerate(edits, 1)
    )
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><id>x</id>'
        f"<title>Nordelait — Historique</title><updated>{MORNING:%Y-%m-%dT%H:%M:%SZ}</updated>{entries}</feed>"
    ).encode()


def watch(desk: Desk, *edits: tuple[str, str, str], about: str = 'about = ["Nordelait"]') -> None:
    url = desk.server.url("/history")
    desk.server.serve("/history", history(*edits))
    if not desk.feeds:
        desk.feeds.append(url)
        desk.config += f'\n[[feeds]]\nurl = "{url}"\nsource = "Le wiki"\nedits = true\n{about}\n{LISTS}'


ADDED = (
    "Anonyme",
    "précision",
    diff("Une laiterie.", "Une laiterie<ins>, sale, dangereuse et honteuse</ins>.", OLD_STYLE, NEW_STYLE),
)
TAKEN = (
    "Une patrouilleuse",
    "retour",
    diff("Une laiterie<del>, sale, dangereuse et honteuse</del>.", "Une laiterie.", OLD_STYLE, NEW_STYLE),
)


def test_each_edit_is_a_mention_with_what_changed(desk: Desk) -> None:
    watch(desk, ADDED, TAKEN)
    assert desk.runs("scan --json").json["mentions"]["new"] == 2
    taken, added = desk.runs("mentions --json").json
    assert {(one["kind"], one["why"]) for one in (taken, added)} == {("edit", "PAGE")}
    assert added["text"] == "[+] , sale, dangereuse et honteuse"
    assert (added["author"], added["title"]) == ("Anonyme", "Anonyme : précision")
    assert added["label"] == "negative"
    assert taken["text"] == "[−] , sale, dangereuse et honteuse"
    assert taken["label"] != "negative"  # nobody says that any more
    assert taken["story"] != added["story"] or not taken["story"]
    shown = desk.runs(f"mentions show {taken['id']} --lang en").out
    assert "Removed: “, sale, dangereuse et honteuse”" in shown


def test_scoring_anew_says_the_same(desk: Desk) -> None:
    watch(desk, ADDED, TAKEN)
    desk.runs("scan")
    before = desk.runs("mentions --json").json
    assert desk.runs("sentiment rescore --all").code == 0
    assert desk.runs("mentions --json").json == before


def test_a_removal_that_names_the_brand_is_a_mention_too(desk: Desk) -> None:
    off = ("X", "ménage", diff("<del>Nordelait est la meilleure.</del>", "", OLD_STYLE, NEW_STYLE))
    other = ("Y", "virgule", diff("<del>Une ferme.</del>", "", OLD_STYLE, NEW_STYLE))
    watch(desk, off, other, about="")
    desk.runs("scan")
    (told,) = desk.runs("mentions --json").json
    assert (told["kind"], told["why"], told["label"]) == ("edit", "NAMED", None) or told["label"] == "neutral"


def test_edits_of_pages_are_news_in_the_digest(desk: Desk) -> None:
    watch(desk, ADDED)
    desk.runs("scan")
    assert "1 mention" in desk.runs("digest --lang en").out
