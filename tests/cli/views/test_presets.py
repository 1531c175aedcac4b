"""Presets under their headings, and one with what to write to use it."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from smwatch.cli.views.presets import as_dict, show_one, show_presets
from smwatch.feeds.preset import Group, Parameter, Preset
from smwatch.feeds.presets import PRESETS
from smwatch.locales import N_
from tests.cli.views.seen import EN, seen

SITE = Parameter(name="site", about="where it is", example="forum.example", forms=(".+",), wrong="no")
SORT = Parameter(name="tag", about="which tag", example="milk", forms=(".+",), wrong="no", required=False)
FORUM = Preset(
    name="forum", title="A Forum", group=Group.FORUMS, about="what is asked", limits="the last 20", source="its page",
    entries=("{base}/search?q={query}&lang={lang}&in={country}",), parameters=(SITE, SORT), former=("old-forum",),
    needs=N_("{title} shows it to nobody without an account"),
)  # fmt: skip
SHOP = Preset(
    name="shop", title="A Shop", group=Group.CUSTOMERS, about="reviews", limits="500", source="tried",
    entries=("{base}/reviews",), parameters=(SITE,), whole=True, experimental=True,
)  # fmt: skip
BLOG = Preset(
    name="blog", title="Blog", group=Group.SITES, about="posts", limits="10", source="", entries=("{base}/f",)
)


def test_each_stands_under_its_heading_in_the_order_of_the_headings() -> None:
    told = seen(lambda terminal: show_presets(terminal, [SHOP, BLOG, FORUM]), width=200)
    lines = told.out.rstrip().split("\n")
    assert [line for line in lines if not line.startswith(" ")] == [
        EN.say(Group.FORUMS.value),
        EN.say(FORUM.needs, title="the network"),
        "forum",
        EN.say(Group.SITES.value),
        "blog",
        EN.say(Group.CUSTOMERS.value),
        "shop · experimental: nobody could try it",
    ]
    assert lines[3:5] == ["    what is asked", "    the last 20"]
    assert told.err == "`smwatch feeds presets NAME` tells what to write in the config to use one.\n"


def test_what_several_need_is_told_once() -> None:
    told = seen(lambda terminal: show_presets(terminal, [FORUM, replace(FORUM, name="forum-2")]), width=200)
    assert told.out.count("without an account") == 1


def test_one_tells_its_keys_and_what_to_write() -> None:
    told = seen(lambda terminal: show_one(terminal, FORUM), width=200).out
    about, keys = told.split("Keys\n")
    assert about.startswith(
        "forum · A Forum\n    gives: what is asked\n    limits: the last 20\n    needs: A Forum shows it"
    )
    assert "    formerly: old-forum\n" in about
    keys, written = keys.split("In the config\n")
    assert [line.split(":")[0].strip() for line in keys.rstrip().split("\n")] == [
        "brand", "site", "tag", "lang", "region", "about",
    ]  # fmt: skip
    assert "    tag: which tag (may be left out)\n" in keys
    assert tomllib.loads(written)["searches"][0]["preset"] == "forum"


def test_where_all_is_about_the_brand_it_is_named_and_nothing_else_counts() -> None:
    told = seen(lambda terminal: show_one(terminal, SHOP), width=200).out
    assert "    brand: whom all of it counts for\n" in told
    assert "    about:" not in told
    assert "needs:" not in told
    assert "formerly:" not in told


def test_json_tells_what_it_takes() -> None:
    told: dict[str, object] = {}
    seen(lambda terminal: told.update(as_dict(terminal, FORUM)))
    assert told["takes"] == [
        {"name": "site", "about": "where it is", "example": "forum.example", "required": True},
        {"name": "tag", "about": "which tag", "example": "milk", "required": False},
    ]
    assert (told["group"], told["searches"], told["brand"], told["lang"], told["region"]) == (
        "forums", True, True, True, True,
    )  # fmt: skip
    assert told["needs"] == "A Forum shows it to nobody without an account"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", PRESETS)
def test_what_each_says_to_write_is_toml(name: str, lang: str) -> None:
    told = seen(lambda terminal: show_one(terminal, PRESETS[name]), lang, width=300).out
    search = tomllib.loads("[[searches]]" + told.split("[[searches]]")[1])["searches"][0]
    assert search["preset"] == name
    assert {one.name for one in PRESETS[name].parameters if one.required} <= set(search)
