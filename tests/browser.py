"""What a reader sees of some HTML, as a browser tells it: headless Chromium, where there is one.

seen(["<p>un</p><script>deux</script>"]) == ["un"]

All of them in one page and one start. Nothing of theirs runs (a sandboxed frame, in which scripts are off as they are
in feed readers), and nothing is loaded. On top of `innerText` come alternative texts where the pictures stand, what is
in text fields, and what folded `<details>` hold: a reader has all these. Blanks stand where the query language parts
words and `innerText` doesn't: around <sup>, <sub>, <rt>, buttons and fields.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from unicodedata import normalize

import pytest

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe0f\ufeff]")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")

_PAGE = """<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<iframe sandbox="allow-same-origin"></iframe><pre></pre>
<script type="application/json">%s</script>
<script>
const inside = document.querySelector('iframe').contentDocument
const pages = JSON.parse(document.querySelector('script').textContent)

function words(of, text) {
  const span = inside.createElement('span')
  for (const name of ['style', 'hidden', 'class']) {
    if (of.hasAttribute(name)) span.setAttribute(name, of.getAttribute(name))
  }
  span.textContent = ` ${text} `
  return span
}

function seen(html) {
  const page = inside.createElement('div')
  inside.body.replaceChildren(page)
  page.innerHTML = html
  for (const folded of page.querySelectorAll('details')) folded.open = true
  for (const picture of page.querySelectorAll('img[alt], input[type=image i][alt]')) {
    if (picture.alt.trim()) picture.replaceWith(words(picture, picture.alt))
  }
  for (const area of page.querySelectorAll('area[alt]')) area.replaceWith(words(area, area.alt))
  for (const field of page.querySelectorAll('textarea')) field.replaceWith(words(field, field.value))
  for (const apart of page.querySelectorAll('sup, sub, rt, button, select')) {
    apart.before(' ')
    apart.after(' ')
    if (/^(sup|sub)$/i.test(apart.tagName)) { apart.prepend(' '); apart.append(' ') }
  }
  return page.innerText
}

const ascii = char => '\\\\u' + char.charCodeAt(0).toString(16).padStart(4, '0')
document.querySelector('pre').textContent = JSON.stringify(pages.map(seen)).replace(/[^ -~]|[<>&]/g, ascii)
</script>"""


def seen(pages: Sequence[str]) -> list[str]:
    """The text of each page that a reader sees; all with one start of the browser."""
    assert CHROMIUM
    data = json.dumps(list(pages)).replace("<", "\\u003c")
    with tempfile.TemporaryDirectory(prefix="seen", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "pages.html"
        file.write_text(_PAGE % data, encoding="ascii")
        ran = subprocess.run(
            [
                *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
                *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile"),
                *(["--no-sandbox"] if hasattr(os, "getuid") and os.getuid() == 0 else []),
                *("--dump-dom", file.as_uri()),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
    shown = re.search(r"<pre>(.*?)</pre>", ran.stdout.decode(), re.DOTALL)
    assert shown, ran.stderr
    texts: list[str] = json.loads(unescape(shown[1]))
    assert len(texts) == len(pages)
    return texts


def words(text: str) -> list[str]:
    """A text's words, comparable: told apart more simply than matching does, so that it proves something."""
    return re.findall(r"\w+", _INVISIBLE.sub("", normalize("NFKC", text)).casefold())
