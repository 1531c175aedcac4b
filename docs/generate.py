"""Writes the reference pages that the program itself knows best: `python docs/generate.py`.

Each page is a function that gives its text; `tests/test_docs_reference.py` fails where a page on disk is another.
Some are written in French as well: `reference.fr.toml` holds the words, the catalogue of messages the help of commands.
"""  # noqa: INP001 - a script beside the pages that it writes, no package

from __future__ import annotations

import inspect
import json
import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, get_args, get_type_hints

from smwatch.config.schema import GLOBALS, TABLES, Key
from smwatch.locales import Speech

DOCS = Path(__file__).parent
FRENCH: dict[str, dict[str, str]] = tomllib.loads((DOCS / "reference.fr.toml").read_text("utf-8"))
"""What pages in French say: whole texts under "pages", and under "words" English -> French."""

MARK = "<!-- Made by docs/generate.py from the program: change it there. -->\n"

CONFIG_TOP = """\
# The config file

smwatch takes the first of: `--config FILE`, `$SMWATCH_CONFIG`, `./smwatch.toml`, `smwatch.toml` in your config folder
(`~/.config/smwatch` on Linux, `~/Library/Application Support/smwatch` on macOS). `smwatch init` writes one;
[config.example.toml](../../config.example.toml) shows every key at work. It is [TOML](https://toml.io): a config needs
nothing but one brand.

```toml
[[brands]]
name = "Nordelait"
```

Whatever is wrong in it is told at once, each mistake with its line and a way to mend it, and the command exits with 78:

```text
smwatch.toml:5: brands.nmae: there is no such key here; did you mean name?
```

## How values are written

| kind | examples |
|---|---|
| text | `"Nordelait"`, `'with "quotes" inside'` |
| length of time | `"20s"`, `"15m"`, `"1h30m"`, `"24h"`, `"30d"`, `"2w"`; a few keys also take `"forever"` |
| size | `"500 kB"`, `"10 MB"`, `"8 MiB"` |
| time zone | `"America/Toronto"`, `"Europe/Paris"` |
| language, country | `"fr"`, `"en"`; `"CA"`, `"FR"` |
| address or network | `"10.1.2.3"`, `"127.0.0.0/8"`, `"127.0.0.1:8080"`, `"[::1]:8080"` |
| path | relative to the config file; `~` is your own folder |
| secret | `"env:NAME"`, `"file:PATH"` or `"keyring:NAME"`; looked up when needed: a missing one stops only that |

Keys in **bold** are required. A digest's `when` is for [`smwatch schedule`](../how-to/cron.md).
"""


def config_page(lang: str = "en") -> str:
    """docs/reference/config.md: every key, from the schema that reads them."""
    parts = [_top("config", lang, CONFIG_TOP)]
    parts.append(_section("At the top, before the first table", "", GLOBALS, lang))
    for name, table in TABLES.items():
        title = f"`[[{name}]]`" if table.many else f"`[{name}]`"
        more = f"{_in(lang, table.doc)} {_in(lang, 'Repeat the table for more than one.') if table.many else ''}"
        parts.append(_section(title, more.strip(), table.keys, lang))
    return "\n".join(parts)


def _top(page: str, lang: str, english: str) -> str:
    return FRENCH["pages"]["mark"] + FRENCH["pages"][page] if lang == "fr" else MARK + english


def _in(lang: str, text: str) -> str:
    return FRENCH["words"].get(text, text) if lang == "fr" else text


def _head(lang: str, *titles: str) -> list[str]:
    return [f"| {' | '.join(_in(lang, title) for title in titles)} |", "|---" * len(titles) + "|"]


def _section(title: str, doc: str, keys: Mapping[str, Key], lang: str) -> str:
    lines = [f"## {_in(lang, title)}", ""] + ([doc, ""] if doc else [])
    lines += [*_head(lang, "key", "what it does", "value", "default"), *_rows(keys, lang)]
    return "\n".join(lines) + "\n"


def _rows(keys: Mapping[str, Key], lang: str, above: str = "") -> Iterable[str]:
    for name, key in keys.items():
        shown = f"**`{above}{name}`**" if key.required else f"`{above}{name}`"
        default = f"`{key.default}`" if key.default[:1] in {*'"[{'} else _in(lang, key.default)
        yield f"| {shown} | {_in(lang, key.doc)} | {_in(lang, key.kind.name)} | {default} |"
        yield from _rows(key.inside or {}, lang, f"{above}{name}.")


COMMANDS_TOP = """\
# Commands

What each command is for, and its options, as the program itself tells them with `--help`. A noun alone
(`smwatch mentions`) is its `list`. Results go to standard output; progress and problems go to standard error.

Every command also takes these, before or after its name:

| option | what it does |
|---|---|
| `--config FILE` | the config; without it, the first found of the places in [The config file](config.md) |
| `--lang LANG` | what smwatch speaks: `fr` or `en`; by default what the config or else the locale says (*) |
| `--json` | one JSON document on standard output, and nothing else ([JSON](json.md)) |
| `--quiet`, `-q` | only what somebody must read |
| `--plain` | for screen readers: one fact a line, words instead of signs, no columns, no colours |
| `--log FILE` | add what is done to this file, an event a line; `--log-json`: each as JSON |
| `--verbose`, `-v` | more: a line for each feed that is polled, and the traceback of a bug |
| `--as NAME` | who decides, as the journal and notes have it: one of [[people]], by name, account or address (**) |
| `--help`, `-h` | the help of a command |

(*) After `mentions list` and `export` it says which mentions are wanted: write `smwatch --lang fr mentions --lang en`;
after `sentiment words`, which words.

(**) Without it, `$SMWATCH_USER`, else the user of the system. Where the config names people, a name that none of them
bears decides nothing (exit code 2); that in `$SMWATCH_USER` is looked at only where something is decided, so that no
scan stumbles over it. The system's user is taken as it is, unless it is an account of one of them, or what stands
before the @ of one address.

What a command's exit code means: [Exit codes](exit-codes.md).
"""


def commands_page(lang: str = "en") -> str:
    """docs/reference/commands.md: every command with its arguments and options, as the program declares them."""
    from smwatch.cli.commands import COMMANDS, program

    app, speech = program(COMMANDS), Speech(lang)
    parts = [_top("commands", lang, COMMANDS_TOP)]
    parts += [_command("##", "smwatch", command, speech) for command in app.registered_commands]
    for group in app.registered_groups:
        parts.append(f"## `smwatch {group.name}`\n\n{speech.say(str(group.help))}\n")
        children = group.typer_instance.registered_commands if group.typer_instance else []
        parts += [_command("###", f"smwatch {group.name}", child, speech) for child in children]
    return "\n".join(parts)


def _command(level: str, above: str, command: Any, speech: Speech) -> str:  # noqa: ANN401 - Typer's CommandInfo
    hints = get_type_hints(command.callback, include_extras=True)
    signature = inspect.signature(command.callback).parameters
    known = [(name, *get_args(hint), signature[name].default) for name, hint in hints.items() if get_args(hint)]
    shown = [one for one in known if not one[2].hidden]
    arguments = [
        _argument(name, info, speech) if default is inspect.Parameter.empty else f"[{_argument(name, info, speech)}]"
        for name, _, info, default in shown
        if _is_argument(info)
    ]
    title = " ".join([above, str(command.name), *arguments])
    lines = [f"{level} `{title}`", "", speech.say(str(command.help)), ""]
    if shown:
        lines += [*_head(speech.lang, "option", "what it does"), *(_parameter(*one, speech) for one in shown), ""]
    return "\n".join(lines)


def _is_argument(info: Any) -> bool:  # noqa: ANN401 - Typer's OptionInfo or ArgumentInfo
    return type(info).__name__ == "ArgumentInfo"


def _argument(name: str, info: Any, speech: Speech) -> str:  # noqa: ANN401 - likewise
    return speech.say(str(info.metavar)) if info.metavar else name.upper()


def _parameter(name: str, kind: Any, info: Any, default: Any, speech: Speech) -> str:  # noqa: ANN401 - likewise
    """A row of the table of options."""
    if _is_argument(info):
        shown = f"`{_argument(name, info, speech)}`"
    else:
        names = [decl for decl in (info.default, *info.param_decls) if isinstance(decl, str) and decl[:1] == "-"]
        takes = "" if kind is bool else f" {_argument(name, info, speech)}"
        shown = ", ".join(f"`{names[0]}{takes}`" if one == names[0] else f"`{one}`" for one in names)
    unsaid = default in {None, "", False, inspect.Parameter.empty}
    said = "" if unsaid else f" {_in(speech.lang, 'Default:')} `{default}`."
    return f"| {shown} | {speech.say(info.help)}{said} |"


DATABASE_TOP = """\
# The database

One SQLite file; `smwatch db path` says where. Reading it is safe at any time, also while a scan runs.
[Ask the database](../how-to/ask-the-database.md) shows what to ask it. Write nothing into it.

| what | for whom |
|---|---|
| views `mentions_flat`, `daily`, `share_of_voice`; tables `mentions`, `entries`, `feeds`, `alerts` | for any tool: \
names and meanings stay |
| tables `hourly`, `scans`, `outbox`, `audit`, `backups` | to read as well; a new version may change them, and the \
CHANGELOG says so |
| all others | smwatch's own: they may change without notice |

[metadata.yml](../metadata.yml) tells Datasette the same. Tables are STRICT, and foreign keys say what belongs to what.

Times are text in UTC, `2010-03-24T14:05:00Z`, and sort as text. Lists are JSON text. An empty text means “not given”,
NULL “did not happen” or “can't be known”. Columns in *italics* are for the program's own use.

## Views

| view | a row is | columns |
|---|---|---|
"""

VIEWS = {
    "mentions_flat": "a mention with all there is to know of it, as in `mentions list --json`; hidden ones have "
    "`current` 0",
    "daily": "a UTC day, brand, language and source: how many mentions, how many of each feeling, and the mean score",
    "share_of_voice": "a month and brand: how many mentions, and which share (0 to 1) of all brands' mentions",
}
TABLES_TOLD = (
    *("mentions", "entries", "feeds", "alerts", "tasks", "mention_notes", "alert_notes", "colleagues"),
    *("hourly", "scans", "outbox", "audit", "backups"),
)
ALSO = {
    "mentions.entry_id": "the entry that it is of, in `entries`",
    "mentions.brand": "the brand that it is about",
    "mentions.why": "its text names the brand; it answers a mention; its feed is about the brand",
    "mentions.machine_label": "what the scorer says, also where you said otherwise",
    "mentions.machine_scorer": "which scorer that was, with its version",
    "mentions.status": "what became of it",
    "mentions.assignee": "who answers it",
    "mentions.tags": "words that people filed it under",
    "entries.id": "its number",
    "entries.feed_id": "the feed that brought it, in `feeds`",
    "entries.url": "where it stands on the web",
    "entries.kind": "whether it answers another",
    "entries.published": "when it was published",
    "entries.author": "who wrote it, as the feed says",
    "entries.author_email": "an address that the feed gives with the author",
    "entries.author_url": "a page that the feed gives with the author",
    "feeds.id": "its number",
    "feeds.kind": "what it is a feed of",
    "feeds.origin": "who said that it is to be polled; discovered: found in another feed",
    "feeds.comments": "which comment feeds of its entries are followed",
    "feeds.enabled": "0: it is polled no more; the config doesn't name it",
    "feeds.status": "`ok`, `failing`, `silent`, `gone`, `disabled`",
    "feeds.next_why": "why it is polled then",
    "feeds.failing_since": "when the first failure in this row was",
    "feeds.failure_kind": "`dns`, `timeout`, `status`, `not_a_feed`, ...",
    "feeds.failure_args": "what fills the gaps in failure",
    "alerts.id": "its number",
    "alerts.brand": "the brand that it is about",
    "alerts.kind": "buzz: many mentions that are not negative",
    "alerts.level": "how far it has come",
    "alerts.opened": "when it was first seen",
    "alerts.confirmed": "when it was sure; NULL: it never was",
    "alerts.peak": "when it was loudest",
    "alerts.closed": "when it was over; NULL: it isn't",
    "alerts.updated": "when it was last looked at",
    "alerts.mentions": "all voices in the window: copies, and what one author says again, count once",
    "alerts.stories": "distinct stories among them",
    "alerts.authors": "distinct authors of the negative ones",
    "alerts.threads": "[URL, count], loudest first",
    "alerts.terms": "[word, count]: words that stand out",
    "alerts.first_mention": "the mention that it began with, in `mentions`",
    "alerts.status": "what people made of it",
    "alerts.assignee": "who looks after it",
    "alerts.unheard": "feeds that were silent or failing when it was loudest: [URL, source, silent or failing, since]",
    "alerts.version": "how often somebody decided something about it",
    "alerts.due": "by when it is to be answered, as the playbook said when it was assigned",
    "audit.version": "which version of the work on a mention or alert this made",
    "audit.whom_was": "whose work it was before, in `colleagues`",
    "audit.whom": "whose it has been since, in `colleagues`",
    "outbox.reached": "number of the last mention that a digest knew of; the next one begins after it; NULL: not kept",
    "listed.person": "who, as --as, $SMWATCH_USER or the system says",
    "listed.filters": "those that were asked with, as JSON; {}: none",
    "listed.reached": "number of the last mention that was stored by then",
    "listed.at": "when that was",
    "alert_notes.id": "its number",
    "alert_notes.alert_id": "the alert that it is about, in `alerts`",
    "alert_notes.text": "what was noted",
    "scans.id": "its number",
    "scans.started": "when it began",
    "scans.ended": "when it was done; NULL: it runs, or was killed",
    "scans.seconds": "how long it took",
    "scans.due": "feeds that were due",
    "scans.polled": "feeds that answered",
    "scans.unchanged": "of these, how many had nothing new to read",
    "scans.failed": "feeds that failed",
    "scans.entries_seen": "entries in what was read",
    "scans.entries_new": "of these, how many were new",
    "scans.mentions_new": "mentions that it found",
    "scans.mentions_negative": "of these, how many were negative",
    "outbox.id": "its number",
    "outbox.kind": "what it is",
    "audit.id": "its number",
    "backups.id": "its number",
    "mentions_flat.id": "its number, as `smwatch mentions show` takes it",
    "mentions_flat.published": "when it was published",
    "mentions_flat.title": "the title of its entry, plain text",
    "mentions_flat.text": "the text of its entry, plain text",
    "mentions_flat.current": "1: it counts; 0: the query no longer matches, and smwatch hides it",
    "mentions_flat.feed": "URL of the feed, without a login",
    "mentions_flat.entry_id": "its entry, in `entries`",
    "daily.day": "in UTC: 2010-03-24",
    "daily.source": "as a person names it",
    "daily.mentions": "how many",
    "daily.negative": "so many of these are labelled negative",
    "daily.neutral": "so many neutral",
    "daily.positive": "so many positive",
    "daily.score": "the mean of those that have one, from -1 to 1",
    "daily.unscored": "so many could not be scored",
    "share_of_voice.month": "2010-03",
    "share_of_voice.mentions": "how many",
    "share_of_voice.share": "of all mentions of that month, from 0 to 1",
}
"""What columns hold whose own comment the schema has none of."""

_COLUMN = re.compile(r"(?:  |, )(\w+) +(TEXT|INTEGER|REAL|BLOB)\b(?:(?! -- ).)*(?: -- (.*))?")
_OF = {"mentions_flat": ("mentions", "entries", "feeds"), "daily": ("hourly",), "share_of_voice": ("hourly",)}
"""Where the columns of a view come from."""


def database_page(lang: str = "en") -> str:
    """docs/reference/database.md: tables and views, from the schema of a fresh database and its comments."""
    views, tables = schema()
    rows = [
        f"| `{name}` | {_told(lang, VIEWS[name])} | {', '.join(f'`{c}`' for c in columns)} |"
        for name, columns in views.items()
    ]
    sections = [_table(name, tables[name], lang) for name in TABLES_TOLD]
    return _top("database", lang, DATABASE_TOP) + "\n".join(rows) + "\n\n" + "\n".join(sections)


def _told(lang: str, text: str) -> str:
    """What the page on the database says, in its language; names and values are the same in all."""
    return FRENCH["database"].get(text, text) if lang == "fr" else text


@cache
def schema() -> tuple[dict[str, list[str]], dict[str, str]]:
    """The columns of each view, and the SQL of each table, of a fresh database."""
    from smwatch.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.db"
        open_store(path).close()
        with closing(sqlite3.connect(path)) as db:
            views = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in VIEWS}
            return views, dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))


@dataclass(frozen=True)
class Column:
    """A column as pages tell it."""

    name: str
    kind: str
    choices: tuple[str, ...]
    said: str
    own: bool  # for the program's own use


def columns_of(name: str, sql: str) -> list[Column]:
    """What the schema says of a table's columns, and what is told here where it says nothing."""
    inside, found = False, []
    for line in chain.from_iterable(map(_added, sql.splitlines())):
        inside = inside or "for the program's own use" in line
        if match := _COLUMN.match(line):
            column, kind, said = match.groups()
            if line.startswith(",") and f"{name}.{column}" not in ALSO:
                continue  # added by a later step, for the program's own use
            choices = tuple(re.findall(r"'([\w ]+)'[,)]", line.partition(" IN ")[2]))
            found.append(Column(column, kind.lower(), choices, said or ALSO.get(f"{name}.{column}", ""), inside))
    return found


def _added(line: str) -> list[str]:
    """A line of a table's SQL; columns that later steps added stand on one, each of them told apart."""
    return re.split(r"(?=, \w+ (?:TEXT|INTEGER|REAL|BLOB)\b)", line)[1:] if line.startswith(", ") else [line]


def _table(name: str, sql: str, lang: str) -> str:
    colon, rows = ("\u00a0: " if lang == "fr" else ": "), []
    for column in columns_of(name, sql):
        shown = f"*`{column.name}`*" if column.own else f"`{column.name}`"
        choices = ", ".join(f"`{choice}`" for choice in column.choices)
        said = colon.join(filter(None, (choices, _told(lang, column.said))))
        rows.append(f"| {shown} | {_told(lang, column.kind)} | {said} |")
    about = " ".join(line.strip(" -") for line in sql.splitlines()[1:4] if line.startswith("  --"))
    about = re.split(r"[;.] ", about + " ")[0].strip()
    titles = " | ".join(_told(lang, title) for title in ("column", "kind", "what it holds"))
    head = [f"## Table `{name}`", "", _told(lang, f"{about[0].upper()}{about[1:]}."), "", f"| {titles} |"]
    return "\n".join([*head, "|---|---|---|", *rows, ""])


_COLUMNS = re.compile(r"^( *)columns: # of (\w+), made by docs/generate.py\n(?:\1  .*\n)*", re.MULTILINE)


def metadata_page() -> str:
    """docs/metadata.yml, for Datasette: as it is, but for the columns, which say what the schema says."""

    def _block(found: re.Match[str]) -> str:
        indent, name = found.groups()
        lines = [f"{indent}  {column}: {json.dumps(said, ensure_ascii=False)}\n" for column, said in told(name).items()]
        return f"{indent}columns: # of {name}, made by docs/generate.py\n{''.join(lines)}"

    return _COLUMNS.sub(_block, (DOCS / "metadata.yml").read_text("utf-8"))


def told(name: str) -> dict[str, str]:
    """What each column of a table or view holds, but for those of the program's own use."""
    views, tables = schema()
    if name in tables:
        return {
            column.name: (", ".join(column.choices) + (": " if column.said else "") if column.choices else "")
            + column.said.replace("`", "")
            for column in columns_of(name, tables[name])
            if not column.own
        }
    of = {column: said for table in reversed(_OF[name]) for column, said in told(table).items()}
    return {column: ALSO.get(f"{name}.{column}", of.get(column, "")).replace("`", "") for column in views[name]}


EXPORTS_TOP = """\
# Exports

`smwatch export mentions`, `alerts` or `daily`, to standard output or with `-o FILE` to a file that only you can read.
The file appears when it is whole: whatever comes between, a full disk or Ctrl-C, leaves the last one as it was.

| `--format` | by FILE's end | what it is |
|---|---|---|
| `csv` | `.csv` | UTF-8, commas, decimal points, lines that end with CR LF, quoting after RFC 4180; times in UTC as \
`2010-03-24T14:05:00Z` |
| `excel-csv` | | the same data as a French Excel expects it: UTF-8 with its mark, semicolons, decimal commas |
| `xlsx` | `.xlsx` | an Excel workbook: numbers, dates and yes or no of their kind; times on the clocks of the \
config's `timezone`; a last sheet tells the columns |
| `ndjson` | `.ndjson`, `.jsonl` | one JSON object a line, as `--json` prints them |
| `parquet` | `.parquet` | typed columns in row groups; times in UTC; lists are lists. Needs \
`pip install "smwatch[parquet]"` |
| `atom` | `.atom` | a feed for a feed reader, Atom (RFC 4287): the newest 100, or `--limit`; not of `daily` |
| `jsonfeed` | `.json` | the same as JSON Feed 1.1 |

Without `--format` and such an end it is `csv`. Rows are written as they are read: memory stays the same however many
there are, some 40 MB, and 100 for Parquet, which is large to load.

**CSV.** Nothing stands for null, several values in a cell are parted by ` | `, and a text that a spreadsheet would run
as a formula gets an apostrophe in front: one that begins with `=`, `+`, `-`, `@`, a tab or an end of a line, also in
their wide forms and after blanks. Taking one apostrophe off such a cell always gives the text back. Numbers stay
numbers.
There is no line `sep=;` at the beginning: it would make Excel forget that the file is UTF-8.

**Excel.** Every text is a text: no formula, no link is made of it. What ends a line stays; other control
characters, and marks that turn text around, are left out. A cell holds 32,767 characters: a longer text is cut with
an ellipsis, and the command says how many were. A sheet holds 1,048,576 rows: what is more goes on in `mentions 2`.
A date before 1900 stands as text.

**Feeds of one's own.** An entry's id never changes for the same mention or alert, in copies of the database too. Its
date is that of publication, and it is updated when smwatch learnt of it; an alert when it is confirmed, gets louder
or is over. `--url` says under which address the feed will be found; else it names its file. Only links to http and
https are links.

Which rows: the filters of `export` in [Commands](commands.md#smwatch-export-what), as in `mentions list`. Alerts
are chosen by `--brand`, `--since` and `--until` only: those that were open in between. `--json` with `-o` tells
`{"file", "format", "rows"}`, and for a workbook how many texts were `cut`.

The columns, in the order in which they are written; `smwatch export mentions --columns` prints them.

"""


def exports_page(lang: str = "en") -> str:
    """docs/reference/exports.md: every column of every export, from the tables that the writers read."""
    from smwatch.reports.exports.columns import NAMES, TABLES

    say, parts = Speech(lang).say, []
    head = " | ".join(map(say, ("column", "kind", "what it holds")))
    for table in TABLES.values():
        rows = [f"| `{one.name}` | {say(NAMES[one.kind])} | {say(one.holds)} |" for one in table.columns]
        parts.append("\n".join([f"## `{table.name}`", "", f"| {head} |", "|---|---|---|", *rows, ""]))
    mark, top = (FRENCH["pages"]["mark"], FRENCH["pages"]["exports"]) if lang == "fr" else (MARK, EXPORTS_TOP)
    return mark + top + "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "reference/config.md": config_page,
    "reference/commands.md": commands_page,
    "reference/database.md": database_page,
    "reference/exports.md": exports_page,
    "fr/reference/config.md": partial(config_page, "fr"),
    "fr/reference/commands.md": partial(commands_page, "fr"),
    "fr/reference/database.md": partial(database_page, "fr"),
    "fr/reference/exports.md": partial(exports_page, "fr"),
    "metadata.yml": metadata_page,
}
"""Page, by its path under docs/ -> what makes its text."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
