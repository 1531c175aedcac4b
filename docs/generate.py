"""Writes the reference pages that the program itself knows best: `python docs/generate.py`.

Each page is a function that gives its text; `tests/test_docs_reference.py` fails where a page on disk is another.
"""  # noqa: INP001 - a script beside the pages that it writes, no package

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

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

Keys in **bold** are required.
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


PAGES: dict[str, Callable[[], str]] = {"reference/config.md": config_page}
"""Page, by its path under docs/ -> what makes its text."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
