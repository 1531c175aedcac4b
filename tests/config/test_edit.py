"""A config is changed where it is asked for, and nowhere else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.config.edit import open_text, save, with_tables, without, written
from smwatch.errors import ConfigError, NothingDoneError

CONFIG = """\
# What we watch.
language = "fr"   # spoken

[[brands]]
name = 'Nordelait'
# exclude = []

# The feeds that are polled.

# Alice asked for this one,
# in March.
[[feeds]]
url = "https://a.example/feed/"  # the paper
[feeds.headers]
Authorization = "env:A"

[network]
workers = 3
[[feeds]]
url = 'https://b.example/feed/'
# every = "15m"

# What else there is.

[[searches]]
preset = "google-news"
brand = "Nordelait"
"""
NEW = {"url": "https://n.example/feed/", "source": 'Le "Neuf"', "tags": ("presse",), "about": ()}


def feeds(text: str) -> list[str]:
    return [feed["url"] for feed in tomllib.loads(text.replace("\r\n", "\n")).get("feeds", [])]


def test_a_feed_comes_after_the_last_one() -> None:
    text = with_tables(CONFIG, "feeds", [NEW])
    block = '\n\n[[feeds]]\nurl = "https://n.example/feed/"\nsource = "Le \\"Neuf\\""\ntags = ["presse"]'
    assert text == CONFIG.replace('# every = "15m"', f'# every = "15m"{block}')


def test_a_search_comes_after_the_last_one_or_else_after_the_feeds() -> None:
    added = {"preset": "reddit", "brand": "Nordelait"}
    assert with_tables(CONFIG, "searches", [added]).endswith(
        '"Nordelait"\n\n[[searches]]\npreset = "reddit"\nbrand = "Nordelait"\n'
    )
    without_any = without(CONFIG, "searches", {0})
    assert without_any.endswith("# What else there is.\n")
    assert '# every = "15m"\n\n[[searches]]' in with_tables(without_any, "searches", [added])


def test_a_feed_goes_with_what_is_said_right_above_it_and_with_its_own_tables() -> None:
    text = without(CONFIG, "feeds", {0})
    own = CONFIG[CONFIG.index("\n# Alice") : CONFIG.index("\n[network]")]
    assert text == CONFIG.replace(own, "")
    assert written(CONFIG, "feeds", 0) == own.strip("\n")
    assert feeds(without(CONFIG, "feeds", {1})) == ["https://a.example/feed/"]
    assert "15m" not in without(CONFIG, "feeds", {1})
    assert feeds(without(CONFIG, "feeds", {0, 1})) == []


def test_what_is_said_of_the_next_table_stays() -> None:
    text = '[[feeds]]\nurl = "https://a.example/"\n# of b\n[[feeds]]\nurl = "https://b.example/"\n'
    assert without(text, "feeds", {0}) == '# of b\n[[feeds]]\nurl = "https://b.example/"\n'
    assert without(text, "feeds", {1}) == '[[feeds]]\nurl = "https://a.example/"\n'


ARRAYS = [
    "feeds = []\n",
    'feeds = [{ url = "https://a.example/" }]\n',
    'feeds = [{ url = "https://a.example/" }, { url = "https://b.example/" },] # two\n',
    'feeds = [\n    { url = "https://a.example/" },  # a\n    { url = "https://b.example/" }  # b\n]\n',
    """feeds = [
    # of a
    { url = "https://a.example/" },
    # of b
    { url = "https://b.example/" },  # b
    # more
]
""",
    'feeds = [ { url = "https://a.example/" },\n  { url = "https://b.example/" } ]\n',
]


@pytest.mark.parametrize("text", ARRAYS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_feeds_in_an_array_are_changed_there(text: str, ending: str) -> None:
    text = text.replace("\n", ending) + f'[[brands]]{ending}name = "N"{ending}'
    added = with_tables(text, "feeds", [NEW, NEW | {"url": "https://o.example/"}])
    assert feeds(added) == [*feeds(text), NEW["url"], "https://o.example/"]
    count = len(feeds(text))
    assert without(added, "feeds", {count, count + 1}) == text
    for number, url in enumerate(feeds(text)):
        left = without(text, "feeds", {number})
        assert feeds(left) == [one for one in feeds(text) if one != url]
        assert ("# b" in left) == ("# b" in text and not url.startswith("https://b"))


LINES = st.sampled_from(
    ["", "", "  ", "# said", "\t# said [[feeds]]", "[network]", "workers = 3", "[feeds.headers]", 'x = "y"',
     '[[feeds]]\nurl = "https://a.example/"', '[[feeds]]\nurl = """\nhttps://b.example/"""  # [[feeds]]',
     '[[searches]]\npreset = "reddit"', "[[brands]]\nnames = [\n  'a',\n# [[feeds]]\n]", "[ 'feeds' . headers ]"]
)  # fmt: skip


def valid(text: str) -> bool:
    try:
        document = tomllib.loads(text)
    except ValueError:
        return False
    return all(isinstance(document.get(name, []), list) for name in ("feeds", "searches", "brands"))


def a_file(lines: list[str]) -> str:
    """As many of the lines, from the first on, as make a TOML text together."""
    kept = list[str]()
    for line in lines:
        if valid("\n".join([*kept, line])):
            kept.append(line)
    return "\n".join(kept)


@given(
    st.lists(LINES, max_size=30).map(a_file),
    st.booleans(),
    st.sampled_from(["feeds", "searches"]),
    st.sampled_from(["", "\n", "\n\n"]),
)
def test_what_is_added_and_taken_out_again_leaves_every_byte(text: str, windows: bool, table: str, end: str) -> None:
    text = (text + end).replace("\n", "\r\n" if windows else "\n")
    count = len(tomllib.loads(text.replace("\r\n", "\n")).get(table, []))
    added = with_tables(text, table, [{"url": "https://n.example/"}, {"url": "https://o.example/"}])
    assert without(added, table, {count, count + 1}) == text or not text.strip()
    lines = iter(added.splitlines())
    assert all(line in lines for line in text.splitlines()), "each line is there, in its order"
    for number in range(count):
        left = iter(text.splitlines())
        assert all(line in left for line in without(text, table, {number}).splitlines())


def a_config(folder: Path, text: str = CONFIG, name: str = "smwatch.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_the_file_keeps_its_mode_its_link_and_its_mark(tmp_path: Path) -> None:
    path = a_config(tmp_path, "\ufeff" + CONFIG.replace("\n", "\r\n"))
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path.name)
    opened = open_text(link)
    save(opened, with_tables(opened.text, "feeds", [NEW]))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#")
    assert raw.count(b"\n") == raw.count(b"\r\n") == CONFIG.count("\n") + 5
    assert {one.name for one in tmp_path.iterdir()} == {path.name, link.name}


def test_what_would_be_no_config_is_not_written(tmp_path: Path) -> None:
    path = a_config(tmp_path)
    opened = open_text(path)
    with pytest.raises(ConfigError):
        save(opened, with_tables(opened.text, "feeds", [{"url": "gopher://old.example/"}]))
    assert path.read_text() == CONFIG


def test_what_somebody_else_wrote_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path = a_config(tmp_path)
    opened = open_text(path)
    path.write_text(CONFIG + "# mine\n")
    with pytest.raises(NothingDoneError, match="changed meanwhile"):
        save(opened, with_tables(opened.text, "feeds", [NEW]))
    assert path.read_text() == CONFIG + "# mine\n"
    assert [one.name for one in tmp_path.iterdir()] == [path.name], "nothing is left lying about"


def test_where_nobody_may_write_it_is_told(tmp_path: Path) -> None:
    opened = open_text(a_config(tmp_path))
    opened.path.unlink()
    with pytest.raises(NothingDoneError, match="can't be written"):
        save(opened, opened.text)
    with pytest.raises(NothingDoneError, match="can't be written"):
        open_text(opened.path)


def test_tables_that_are_written_in_a_way_that_is_not_known_are_left_to_the_hand() -> None:
    with pytest.raises(NothingDoneError, match="can't be changed safely"):
        with_tables('[["feeds.0"]]\nx = 1\n[["feeds.1"]]\nurl = "x"\n[feeds]\nx = 1\n', "feeds", [NEW])
