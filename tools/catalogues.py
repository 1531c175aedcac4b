"""Collect the messages of the code into the French catalogue, and compile it: `make catalogues`.

    python tools/catalogues.py           update smwatch/locales/fr/LC_MESSAGES/smwatch.po, compile smwatch.mo
    python tools/catalogues.py --check   change nothing; exit 1 where something is missing or stale

Messages are what stands in `say(...)`, `count(..., ...)`, `N_(...)` and `metavar=...`, and what Typer and the system
say by themselves, listed here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "smwatch" / "locales" / "fr" / "LC_MESSAGES"
PO, MO = FOLDER / "smwatch.po", FOLDER / "smwatch.mo"
HEADER = """\
# smwatch in French, as it is written in Québec. Its words are chosen in docs/fr/glossaire.md.
# `make catalogues` puts new messages here and compiles the file; texts are changed by hand.
#"""

KEYWORDS = {"say": 1, "_say": 1, "note": 1, "warn": 1, "N_": 1, "count": 2}
"""Calls that say something, and how many of their arguments are messages."""

PLURAL = ("one", "many")

UNTOLD = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
"""Lines of the catalogue's head that would change by themselves."""

NO_DATE = datetime(2010, 3, 24, tzinfo=UTC)
"""Stands for when the catalogue was made, so that only texts make a difference."""

TYPER = ("required", "default: {default}")
"""Words of typer's help that it asks gettext for; its other words are put in French by cli/commands.py."""

SYSTEM = (
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "No space left on device",
    "Read-only file system",
    "Name or service not known",
    "nodename nor servname provided, or not known",
    "Temporary failure in name resolution",
    "No address associated with hostname",
    "Network is unreachable",
    "No route to host",
    "Connection reset by peer",
    "certificate has expired",
    "certificate is not yet valid",
    "self-signed certificate",
    "self-signed certificate in certificate chain",
    "unable to get local issuer certificate",
    "wrong version number",
)
"""Reasons that people meet, as Linux, macOS and OpenSSL name them (errno(3), gai_strerror(3), x509(1))."""


def messages() -> Catalog:
    """Every message in the code, with the file that says it."""
    found = Catalog(project="smwatch", charset="utf-8")
    for path in sorted((ROOT / "smwatch").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            for said in messages_of(call) if isinstance(call, ast.Call) else ():
                found.add(said, locations=[(str(path.relative_to(ROOT)), 0)])
    for path in sorted((ROOT / "smwatch").rglob("*.html")):
        for _, _, message, _ in babel_extract(BytesIO(path.read_bytes()), KEYWORDS, (), {"encoding": "utf-8"}):
            if isinstance(message, str):
                found.add(message, locations=[(str(path.relative_to(ROOT)), 0)])
    for where, words in (("typer", TYPER), ("system", SYSTEM)):
        for word in words:
            found.add(word, locations=[(where, 0)])
    return found


def messages_of(call: ast.Call) -> Iterator[str | tuple[str, str]]:
    """What a call says, and what it calls an option's value."""
    if message := message_of(call):
        yield message
    for keyword in call.keywords:
        if keyword.arg == "metavar" and isinstance(keyword.value, ast.Constant):
            yield str(keyword.value.value)


def message_of(call: ast.Call) -> str | tuple[str, str] | None:
    """What `say("…")`, `N_("…")` or `count("…", "…", n)` says; None for another call."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    wanted = KEYWORDS.get(name, 0)
    texts = [a.value for a in call.args[:wanted] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if not wanted or len(texts) < wanted or not texts[0] or (wanted == len(PLURAL) and len(call.args) < 3):  # noqa: PLR2004
        return None
    return (texts[0], texts[1]) if wanted == len(PLURAL) else texts[0]


def updated() -> Catalog:
    """The French catalogue with what is new in the code, without what is gone."""
    french = read_po(BytesIO(PO.read_bytes()), locale="fr") if PO.exists() else Catalog(locale="fr", project="smwatch")
    french.update(messages(), no_fuzzy_matching=True)
    french.obsolete.clear()
    french.creation_date = french.revision_date = NO_DATE
    french.header_comment, french.fuzzy = HEADER, False
    french.project, french.version = "smwatch", ""
    french.last_translator = french.language_team = french.msgid_bugs_address = ""
    return french


def lacking(french: Catalog) -> list[str]:
    """Messages without a French text, or with one that is only a guess (fuzzy) and would not be compiled."""
    texts = {m.id: m.string if isinstance(m.string, tuple) else (m.string,) for m in french if m.id}
    return [str(m.id) for m in french if m.id and (m.fuzzy or not all(texts[m.id]))]


def compiled(french: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, french)
    return out.getvalue()


def written(french: Catalog) -> bytes:
    """The catalogue as people edit it; no dates, line numbers or Babel's version, so that only texts differ."""
    out = BytesIO()
    write_po(out, french, sort_output=True, width=110, omit_header=False, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNTOLD))


def texts(compiled_file: bytes) -> list[tuple[object, object]]:
    """What a compiled catalogue says, whichever Babel wrote it."""
    return [(message.id, message.string) for message in read_mo(BytesIO(compiled_file)) if message.id]


def main(argv: list[str]) -> int:
    """Update, or check."""
    french = updated()
    missing = lacking(french)
    if "--check" in argv:
        stale = (
            not PO.exists() or PO.read_bytes() != written(french) or texts(MO.read_bytes()) != texts(compiled(french))
        )
        for message in missing:
            print(f"not in French: {message!r}")
        if stale:
            print("the catalogue is behind the code: make catalogues")
        return 1 if missing or stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(french))
    MO.write_bytes(compiled(french))
    print(f"{len(french)} messages, {len(missing)} not in French yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
