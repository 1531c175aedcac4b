"""Writes the reference pages that the program itself knows best: `python docs/generate.py`.

Each page is a function that gives its text; `tests/test_docs_reference.py` fails where a page on disk is another.
"""  # noqa: INP001 - a script beside the pages that it writes, no package

from __future__ import annotations

import inspect
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, get_args, get_type_hints

from smwatch.config.schema import GLOBALS, TABLES, Key

DOCS = Path(__file__).parent

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

Keys in **bold** are required. This version reads and checks `[[notify]]`, `[company]`, `[[people]]`, `[[playbook]]`
and a digest's `when`, so that a config can be written once; it doesn't act on them yet. Nor is there an
`encoder` or a plug-in to name in `[sentiment]`.
"""


def config_page() -> str:
    """docs/reference/config.md: every key, from the schema that reads them."""
    parts = [CONFIG_TOP, _section("At the top, before the first table", "", GLOBALS)]
    for name, table in TABLES.items():
        title = f"`[[{name}]]`" if table.many else f"`[{name}]`"
        more = f"{table.doc} Repeat the table for more than one." if table.many else table.doc
        parts.append(_section(title, more, table.keys))
    return MARK + "\n".join(parts)


def _section(title: str, doc: str, keys: Mapping[str, Key]) -> str:
    lines = [f"## {title}", ""] + ([doc, ""] if doc else [])
    lines += ["| key | what it does | value | default |", "|---|---|---|---|", *_rows(keys)]
    return "\n".join(lines) + "\n"


def _rows(keys: Mapping[str, Key], above: str = "") -> Iterable[str]:
    for name, key in keys.items():
        shown = f"**`{above}{name}`**" if key.required else f"`{above}{name}`"
        default = f"`{key.default}`" if key.default[:1] in {*'"[{'} else key.default
        yield f"| {shown} | {key.doc} | {key.kind.name} | {default} |"
        yield from _rows(key.inside or {}, f"{above}{name}.")


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
| `--verbose`, `-v` | more: a line for each feed that is polled, and the traceback of a bug |
| `--help`, `-h` | the help of a command |

(*) After `mentions list` and `export` it says which mentions are wanted: write `smwatch --lang fr mentions --lang en`;
after `sentiment words`, which words.

What a command's exit code means: [Exit codes](exit-codes.md).
"""


def commands_page() -> str:
    """docs/reference/commands.md: every command with its arguments and options, as the program declares them."""
    from smwatch.cli.commands import COMMANDS, program

    app = program(COMMANDS)
    parts = [COMMANDS_TOP, *(_command("##", "smwatch", command) for command in app.registered_commands)]
    for group in app.registered_groups:
        parts.append(f"## `smwatch {group.name}`\n\n{group.help}\n")
        children = group.typer_instance.registered_commands if group.typer_instance else []
        parts += [_command("###", f"smwatch {group.name}", child) for child in children]
    return MARK + "\n".join(parts)


def _command(level: str, above: str, command: Any) -> str:  # noqa: ANN401 - Typer's CommandInfo
    hints = get_type_hints(command.callback, include_extras=True)
    signature = inspect.signature(command.callback).parameters
    known = [(name, *get_args(hint), signature[name].default) for name, hint in hints.items() if get_args(hint)]
    shown = [one for one in known if not one[2].hidden]
    arguments = [
        _argument(name, info) if default is inspect.Parameter.empty else f"[{_argument(name, info)}]"
        for name, _, info, default in shown
        if _is_argument(info)
    ]
    lines = [f"{level} `{' '.join([above, str(command.name), *arguments])}`", "", str(command.help), ""]
    if shown:
        lines += ["| option | what it does |", "|---|---|", *(_parameter(*one) for one in shown), ""]
    return "\n".join(lines)


def _is_argument(info: Any) -> bool:  # noqa: ANN401 - Typer's OptionInfo or ArgumentInfo
    return type(info).__name__ == "ArgumentInfo"


def _argument(name: str, info: Any) -> str:  # noqa: ANN401 - likewise
    return str(info.metavar or name.upper())


def _parameter(name: str, kind: Any, info: Any, default: Any) -> str:  # noqa: ANN401 - likewise
    """A row of the table of options."""
    if _is_argument(info):
        shown = f"`{_argument(name, info)}`"
    else:
        names = [decl for decl in (info.default, *info.param_decls) if isinstance(decl, str) and decl[:1] == "-"]
        takes = "" if kind is bool else f" {info.metavar or name.upper()}"
        shown = ", ".join(f"`{names[0]}{takes}`" if one == names[0] else f"`{one}`" for one in names)
    said = "" if default in {None, "", False, inspect.Parameter.empty} else f" Default: `{default}`."
    return f"| {shown} | {info.help}{said} |"


DATABASE_TOP = """\
# The database

One SQLite file; `smwatch db path` says where. Reading it is safe at any time, also while a scan runs.
The tables `feeds`, `entries`, `mentions` and `alerts` and the views `mentions_flat`, `daily` and `share_of_voice` are
there for any tool to read; the others are smwatch's own and may change without notice. Write nothing into it.

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
TABLES_TOLD = ("mentions", "entries", "feeds", "alerts")
_COLUMN = re.compile(r"  (\w+) +(TEXT|INTEGER|REAL)\b(?:(?! -- ).)*(?: -- (.*))?")


def database_page() -> str:
    """docs/reference/database.md: tables and views, from the schema of a fresh database and its comments."""
    from smwatch.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fresh.db"
        open_store(path).close()
        with closing(sqlite3.connect(path)) as db:
            views = {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in VIEWS}
            sql = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    rows = [f"| `{name}` | {VIEWS[name]} | {', '.join(f'`{c}`' for c in columns)} |" for name, columns in views.items()]
    tables = [_table(name, sql[name]) for name in TABLES_TOLD]
    return MARK + DATABASE_TOP + "\n".join(rows) + "\n\n" + "\n".join(tables)


def _table(name: str, sql: str) -> str:
    lines, inside, rows = sql.splitlines(), False, []
    for line in lines:
        inside = inside or "for the program's own use" in line
        if found := _COLUMN.match(line):
            column, kind, said = found.groups()
            shown = f"*`{column}`*" if inside else f"`{column}`"
            choices = ", ".join(f"`{choice}`" for choice in re.findall(r"'(\w+)'[,)]", line.partition(" IN ")[2]))
            rows.append(f"| {shown} | {kind.lower()} | {': '.join(filter(None, (choices, said)))} |")
    about = " ".join(line.strip(" -") for line in lines[1:4] if line.startswith("  --")).partition(";")[0]
    head = [f"## Table `{name}`", "", f"{about[0].upper()}{about[1:]}.", ""]
    return "\n".join([*head, "| column | kind | what it holds |", "|---|---|---|", *rows, ""])


PAGES: dict[str, Callable[[], str]] = {
    "reference/config.md": config_page,
    "reference/commands.md": commands_page,
    "reference/database.md": database_page,
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
