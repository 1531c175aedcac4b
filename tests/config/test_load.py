"""A config says what it says, leaves the rest to the defaults, and is found where it is looked for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.load import (
    NoConfigError,
    find_config,
    format_problems,
    load_config,
    load_text,
    user_config,
    user_database,
)
from smwatch.config.schema import GLOBALS, TABLES
from smwatch.config.settings import (
    AlertSettings,
    Company,
    Config,
    DigestSettings,
    Mail,
    Network,
    Notify,
    Person,
    Play,
    Retention,
    Search,
    SentimentSettings,
)
from smwatch.errors import ConfigError, ExitCode, Problem
from smwatch.locales import Speech
from smwatch.models import Brand, FeedSpec, Role
from tests.config.toml_text import document

WHOLE = """
database = "data/heard.db"
timezone = "Europe/Paris"
language = "en"
languages = ["fr"]

[[brands]]
name = "Air Boréal"
names = ["Air Boréal", "@airboreal"]
exclude = ["hôtel Air Boréal"]
context = ["vol", "avion"]

[[brands]]
name = "Zéphyr"
kind = "competitor"
query = 'Zéphyr NOT "soupe au Zéphyr"'
alerts = true

[[feeds]]
url = "https://news.example.org/rss"
source = "News"
about = ["Air Boréal"]
comments = "all"
every = "1h30m"
headers = { Authorization = "env:TOKEN", "X-Who" = "me" }
enabled = false
author_role = "press"

[[searches]]
preset = "google-news"
brand = "Zéphyr"
lang = "fr"
region = "FR"

[network]
timeout = "5s"
max_body = "500 kB"
per_host = 1
workers = 4
user_agent = "veille"
contact = "rp@example.org"
allow_private = ["127.0.0.0/8", "[::1]:8080"]
proxy = "env:HTTPS_PROXY"

[sentiment]
en = "vader"

[alerts]
sensitivity = "high"
quiet_after = "2d"

[mail]
host = "smtp.example.org"
port = 465
security = "tls"
user = "rp"
password = "file:secret.txt"
from = "Veille <rp@example.org>"

[[digests]]
name = "matin"
to = ["rp@example.org"]
brands = ["Air Boréal"]
language = "fr"
when = "daily 07:30"

[[notify]]
url = "env:SLACK"
levels = ["confirmed", "cooling"]

[company]
domains = ["airboreal.example"]
accounts = ["@airboreal"]

[[people]]
name = "Léa"
email = "lea@airboreal.example"
role = "pr"
languages = ["fr", "en"]
topics = ["retards"]
brands = ["Air Boréal"]
handles = ["@lea"]

[[playbook]]
when = { level = "confirmed" }
who = "Léa"
within = "45m"
say = "Bonjour"

[retention]
mentions = "52w"
entries = "forever"
"""


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    config = load_text(WHOLE, path)
    lines = config.lines
    assert config == Config(
        path=path,
        database=tmp_path / "data/heard.db",
        timezone="Europe/Paris",
        language="en",
        languages=("fr",),
        brands=(
            Brand(
                name="Air Boréal",
                names=("Air Boréal", "@airboreal"),
                exclude=("hôtel Air Boréal",),
                context=("vol", "avion"),
            ),
            Brand(name="Zéphyr", kind="competitor", query='Zéphyr NOT "soupe au Zéphyr"', alerts=True),
        ),
        feeds=(
            FeedSpec(
                url="https://news.example.org/rss",
                source="News",
                about=("Air Boréal",),
                comments="all",
                every=timedelta(minutes=90),
                headers={"Authorization": "env:TOKEN", "X-Who": "me"},
                enabled=False,
                author_role=Role.PRESS,
            ),
        ),
        searches=(Search(preset="google-news", brand="Zéphyr", lang="fr", region="FR"),),
        network=Network(
            timeout=timedelta(seconds=5),
            max_body=500_000,
            per_host=1,
            workers=4,
            user_agent="veille",
            contact="rp@example.org",
            allow_private=("127.0.0.0/8", "[::1]:8080"),
            proxy="env:HTTPS_PROXY",
        ),
        sentiment=SentimentSettings(en="vader"),
        alerts=AlertSettings(sensitivity="high", quiet_after=timedelta(days=2)),
        mail=Mail(
            host="smtp.example.org",
            port=465,
            security="tls",
            user="rp",
            password="file:secret.txt",
            sender="Veille <rp@example.org>",
        ),
        digests=(
            DigestSettings(
                name="matin", to=("rp@example.org",), brands=("Air Boréal",), language="fr", when="daily 07:30"
            ),
        ),
        notify=(Notify(url="env:SLACK", levels=("confirmed", "cooling")),),
        company=Company(domains=("airboreal.example",), accounts=("@airboreal",)),
        people=(
            Person(
                name="Léa",
                email="lea@airboreal.example",
                role="pr",
                languages=("fr", "en"),
                topics=("retards",),
                brands=("Air Boréal",),
                handles=("@lea",),
            ),
        ),
        playbook=(Play(when={"level": "confirmed"}, who="Léa", within=timedelta(minutes=45), say="Bonjour"),),
        retention=Retention(mentions=timedelta(weeks=52), entries=None),
        lines=lines,
    )


def test_a_config_needs_nothing_but_one_brand(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    path.write_text('[[brands]]\nname = "Nordelait"\n', "utf-8")
    config = load_config(path)
    lines = {"brands": 1, "brands.0": 1, "brands.0.name": 2}
    brands = (Brand(name="Nordelait", names=("Nordelait",)),)
    assert config == Config(path=path, database=user_database(), brands=brands, lines=lines)


def test_a_competitor_raises_no_crisis_unless_it_is_told_to() -> None:
    brand = '[[brands]]\nname = "{name}"\nkind = "{kind}"\n{more}\n'
    text = (
        brand.format(name="a", kind="own", more="")
        + brand.format(name="b", kind="competitor", more="")
        + brand.format(name="c", kind="competitor", more="alerts = true")
        + brand.format(name="d", kind="own", more="alerts = false")
    )
    assert [brand.alerts for brand in load_text(text, Path("x")).brands] == [True, False, True, False]


def test_a_brand_with_context_alone_is_looked_for_by_its_name() -> None:
    (brand,) = load_text('[[brands]]\nname = "Apple"\ncontext = ["iPhone"]\nnames = []\n', Path("x")).brands
    assert brand == Brand(name="Apple", names=("Apple",), context=("iPhone",))


def test_an_empty_text_is_as_good_as_none() -> None:
    text = 'brands = [{ name = "a", query = "" }]\nmail = { host = "h", user = "", password = "" }\nnetwork.proxy = ""'
    config = load_text(text, Path("x"))
    assert config.brands == (Brand(name="a", names=("a",)),)
    assert config.mail == Mail(host="h")
    assert config.network == Network()


def test_the_lines_are_kept_for_who_compiles_the_queries() -> None:
    lines = load_text(WHOLE, Path("x")).lines
    assert WHOLE.split("\n")[lines["brands.1.query"] - 1].startswith("query")
    assert WHOLE.split("\n")[lines["searches.0.preset"] - 1].startswith("preset")


def test_a_file_as_notepad_saves_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    path.write_bytes("\ufeff".encode() + '[[brands]]\r\nname = "Val-Doré"\r\nquery = """\r\na\r\n"""\r\n'.encode())
    config = load_config(path)
    assert config.brands == (Brand(name="Val-Doré", query="a\n"),)
    assert config.lines["brands.0.query"] == 3


@pytest.mark.parametrize(
    ("written", "database"),
    [
        ("heard.db", "/home/me/conf/heard.db"),
        ("../heard.db", "/home/me/conf/../heard.db"),
        ("/var/heard.db", "/var/heard.db"),
    ],
)
def test_paths_are_relative_to_the_file(written: str, database: str) -> None:
    text = f'database = "{written}"\n[[brands]]\nname = "a"'
    assert load_text(text, Path("/home/me/conf/smwatch.toml")).database == Path(database)


def test_a_tilde_is_the_users_own_folder() -> None:
    assert load_text('database = "~/x.db"\n[[brands]]\nname = "a"', Path("y")).database == Path.home() / "x.db"


# --- where it is looked for ---------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder "here" and a user's own config folder, both empty."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "own"))
    (tmp_path / "here").mkdir()
    user_config().parent.mkdir(parents=True)
    return tmp_path


def test_the_first_that_is_there_is_taken(folders: Path) -> None:
    here, own = folders / "here", user_config()
    own.touch()
    assert find_config(None, {}, here) == own
    (here / "smwatch.toml").touch()
    assert find_config(None, {}, here) == here / "smwatch.toml"
    assert find_config(None, {"SMWATCH_CONFIG": "env.toml"}, here) == here / "env.toml"
    assert find_config(Path("named.toml"), {"SMWATCH_CONFIG": "env.toml"}, here) == here / "named.toml"


def test_an_empty_variable_names_nothing(folders: Path) -> None:
    (folders / "here/smwatch.toml").touch()
    assert find_config(None, {"SMWATCH_CONFIG": ""}, folders / "here") == folders / "here/smwatch.toml"


def test_without_any_it_says_how_to_make_one(folders: Path) -> None:
    with pytest.raises(NoConfigError) as raised:
        find_config(None, {}, folders / "here")
    error = raised.value
    assert (error.exit_code, error.kind) == (ExitCode.BAD_CONFIG, "config")
    said = Speech("en").say(error.mend, **error.arguments)
    assert said == "run `smwatch init` to make one, or name yours with --config FILE or $SMWATCH_CONFIG"


# --- what is told -------------------------------------------------------------------------------


def test_the_picture_of_a_problem_stands_under_it() -> None:
    picture = "Nordelait AND (lait\n              ^"
    problem = Problem(3, "brands.0.query", "this bracket is never closed", "close it", picture=picture)
    assert format_problems(ConfigError("smwatch.toml", [problem]), Speech("en")) == [
        "smwatch.toml:3: brands.query: this bracket is never closed; close it",
        "    Nordelait AND (lait",
        "                  ^",
    ]


def test_a_problem_without_a_mending_or_a_line_is_told_without() -> None:
    assert format_problems(ConfigError("x.toml", [Problem(0, "", "it is odd")]), Speech("en")) == ["x.toml: it is odd"]


# --- whatever is written ------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.floats(-9, 9) | st.sampled_from(["fr", "1h", "own", "https://a.b/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


def some_keys(table: str) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from([*TABLES[table].keys]) | TEXTS, VALUES, max_size=5)


DOCUMENTS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(GLOBALS, VALUES)
    | {name: st.lists(some_keys(name), max_size=2) | some_keys(name) | VALUES for name in TABLES},
)


def problems_in(text: str) -> tuple[list[Problem], list[str]]:
    try:
        load_text(text, Path("x.toml"))
    except ConfigError as error:
        return error.problems, format_problems(error, Speech("en"))
    return [], []


def loads_or_says_why(text: str) -> None:
    problems, said = problems_in(text)
    assert len(problems) == len(said)
    assert all(line.startswith("x.toml:") for line in said)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in problems)


@settings(deadline=None)  # a busy machine is no mistake
@given(DOCUMENTS)
def test_any_value_under_any_key_loads_or_is_told(tables: dict[str, object]) -> None:
    loads_or_says_why(document(tables))


@settings(deadline=None)  # a busy machine is no mistake
@given(
    st.integers(0, len(WHOLE)),
    st.integers(0, 12),
    st.sampled_from(["", '"', "'", "[", "]", "{", "}", "=", "\n", "#", "\\", "“", "9"]),
)
def test_any_slip_of_the_keyboard_loads_or_is_told(at: int, lost: int, typed: str) -> None:
    loads_or_says_why(WHOLE[:at] + typed + WHOLE[at + lost :])
