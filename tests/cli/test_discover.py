"""`smwatch feeds discover` as a person and as a script sees it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, item, rss

ALLOW = "--allow-private 127.0.0.0/8"
PAGE = """<!DOCTYPE html><html><head><title>Nordelait</title>
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>"""


@pytest.fixture
def site(desk: Desk) -> Desk:
    """A desk with a website before it."""
    posts = [item(f"Billet {n}", "Bonjour", link=f"http://a.example/{n}") for n in range(2)]
    desk.server.serve("/", PAGE, content_type="text/html")
    desk.server.serve("/feed/", rss(*posts, title="Le blogue de Nordelait, " + "et un titre bien long " * 6))
    desk.server.serve("/comments/feed/", rss(item("X", "Bof", link="http://a.example/1#c1"), title="Commentaires"))
    return desk


def discover(desk: Desk, path: str = "/", options: str = "", lang: str = "en") -> str:
    return f"--lang {lang} feeds discover {desk.server.url(path)} {ALLOW} {options}"


def test_addresses_can_be_copied_and_nothing_is_wider_than_the_screen(site: Desk) -> None:
    ran = site.runs(discover(site))
    lines = ran.out.splitlines()
    assert lines[0] == site.server.url("/feed/")
    assert lines[1].startswith("    2 entries · Le blogue de Nordelait, et un titre")
    assert lines[1].endswith("…")
    assert lines[2:] == [site.server.url("/comments/feed/"), "    1 comment · Commentaires"]
    assert max(map(len, lines)) <= 80
    assert f"To follow one: {site.smwatch} feeds add ADDRESS" in ran.err
    assert site.runs("--quiet " + discover(site)).err == ""


def test_scripts_get_all_of_it(site: Desk) -> None:
    found = site.runs(discover(site, options="--json"))
    assert found.json[1] == {
        "url": site.server.url("/comments/feed/"), "title": "Commentaires", "kind": "comments", "entries": 1
    }  # fmt: skip
    assert found.json[0]["title"].endswith("bien long")
    assert site.runs("feeds discover http://nothing.invalid/ --json").json["error"]["kind"] == "nothing_done"


def test_where_nothing_is_found_it_is_told_what_was_tried_and_what_to_do(desk: Desk) -> None:
    desk.server.serve("/blogue/", "<html><title>Blogue</title>", content_type="text/html")
    ran = desk.runs(discover(desk, "/blogue/"))
    assert (ran.code, ran.out) == (0, "")
    assert f"No feed was found at {desk.server.url('/blogue/')}." in ran.err
    assert "Tried: /blogue/feed/, /feed/, /rss, /rss.xml" in ran.err
    assert "smwatch feeds presets" in ran.err
    assert "The reason" not in ran.err, "that it is a page is no reason"
    assert desk.runs(discover(desk, "/blogue/", "--json")).json == []


def test_what_stands_before_a_feed_is_told(desk: Desk) -> None:
    desk.server.serve("/", "<html><title>Just a moment...</title>", content_type="text/html")
    assert "The reason: a page that keeps out robots" in desk.runs(discover(desk)).err
    desk.server.serve("/x.pdf", b"%PDF-1.7", content_type="application/pdf")
    assert "The reason: this is a PDF document, not a feed" in desk.runs(discover(desk, "/x.pdf")).err


@pytest.mark.parametrize(
    ("how", "told", "mend"),
    [
        ({"status": 404}, "has nothing at this address (404)", "of its link called RSS"),
        ({"status": 403}, "refuses access (403)", "of its link called RSS"),
        ({"fail": "close"}, "HTTP", "opens in a browser"),
    ],
)
def test_a_page_that_cannot_be_had_is_an_error(desk: Desk, how: dict[str, Any], told: str, mend: str) -> None:
    desk.server.serve("/", **how)
    ran = desk.runs(discover(desk))
    assert (ran.code, ran.out) == (4, "")
    assert "No feed was found" not in ran.err
    assert mend in ran.err
    assert told in ran.err or "broke off" in ran.err


def test_a_host_that_does_not_exist_and_one_inside(desk: Desk) -> None:
    ran = desk.runs("feeds discover nothing.invalid")
    assert ran.code == 4
    assert "the name nothing.invalid can't be found" in ran.err
    ran = desk.runs(f"feeds discover {desk.server.url('/')}")
    assert ran.code == 4
    assert "--allow-private 127.0.0.1 lets it through this once" in ran.err
    assert desk.server.hits == 0


def test_in_french(site: Desk) -> None:
    ran = site.runs(discover(site, lang="fr"))
    assert "    2 publications · Le blogue" in ran.out
    assert "    1 commentaire · Commentaires" in ran.out
    assert "Pour en suivre un" in ran.err
    site.server.serve("/", "<html>", content_type="text/html")
    site.server.serve("/feed/", status=404)
    told = site.runs(discover(site, lang="fr")).err
    assert "Aucun fil" in told
    assert "Essayé" in told
