"""Paints the pictures that open the READMEs: `python tools/picture.py` writes docs/demo.svg and docs/demo.fr.svg.

What is painted is what `smwatch demo` prints, up to the alert. The story ends at a fixed time in a fixed zone, so that
the same program paints the same bytes.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from contextlib import suppress
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from smwatch.cli import carry_out
from smwatch.cli.arguments import Globals
from smwatch.cli.terminal import Terminal

DOCS = Path(__file__).parent.parent / "docs"
PICTURES = {"en": DOCS / "demo.svg", "fr": DOCS / "demo.fr.svg"}
END, ZONE = "2010-03-18T12:00:00", "America/Toronto"
WIDTH = 80

FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""Rich's own, without the fonts that it would have a reader's browser fetch from elsewhere."""


def told(lang: str) -> str:
    """What the demo prints, with its colours as terminal escapes."""
    os.environ["TZ"] = ZONE
    time.tzset()
    out = StringIO()
    terminal = Terminal(Globals(lang=lang))
    terminal.out = Console(file=out, width=WIDTH, force_terminal=True, color_system="truecolor", highlight=False)
    terminal.err = Console(file=StringIO(), width=WIDTH)
    with tempfile.TemporaryDirectory() as folder, suppress(SystemExit):
        carry_out(terminal, ["demo", "--end", END, "--folder", f"{folder}/demo"])
    return out.getvalue()


def until_the_alert(lines: list[str]) -> list[str]:
    """The lines up to the blank one that follows the first alert."""
    alert = next(number for number, line in enumerate(lines) if "⚠" in line)
    return lines[: lines.index("", alert)]


def paint(lang: str) -> str:
    """The picture, as SVG."""
    console = Console(file=StringIO(), width=WIDTH, record=True, force_terminal=True, color_system="truecolor")
    command = "smwatch demo" + (f" --lang {lang}" if lang != "en" else "")
    console.print(Text.assemble(("$ ", "dim"), command), "", sep="\n")
    for line in until_the_alert(told(lang).splitlines()):
        console.print(Text.from_ansi(line.rstrip()), soft_wrap=True)
    return console.export_svg(title="smwatch", theme=MONOKAI, code_format=FORMAT, unique_id=f"demo-{lang}")


def main() -> None:
    """Write both."""
    for lang, path in PICTURES.items():
        path.write_text(paint(lang), "utf-8")


if __name__ == "__main__":
    main()
