"""What axe-core finds wrong in a page for people who can't see it well, in headless Chromium, where both are installed.

violations({"name": "<!doctype html>…"}) == {"name": []}

One start of the browser for all; each page in a frame of its own, 360 pixels wide, without the network. axe.min.js is
that of the package axe-core-python, of $SMWATCH_AXE, or of node_modules.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser import CHROMIUM

_RUN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>%s<pre></pre><script>
async function all() {
  const found = {}
  for (const frame of document.querySelectorAll('iframe')) {
    const inside = frame.contentWindow
    inside.eval(document.querySelector('#axe').textContent)
    const told = await inside.axe.run(inside.document)
    found[frame.title] = told.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200)))
  }
  return found
}
addEventListener('load', () => all().catch(e => ({error: [String(e)]})).then(found => {
  document.querySelector('pre').textContent = JSON.stringify(found)
}))
</script></body></html>"""


def _axe() -> Path | None:
    package = find_spec("axe_core_python")
    places = [Path(folder) / "axe.min.js" for folder in (package.submodule_search_locations or [] if package else [])]
    places += [Path(os.environ.get("SMWATCH_AXE", "-")), Path("node_modules/axe-core/axe.min.js")]
    return next((place for place in places if place.is_file()), None)


AXE = _axe()
needs_axe = pytest.mark.skipif(not (CHROMIUM and AXE), reason="no Chromium, or no axe-core (axe-core-python), here")


def violations(pages: Mapping[str, str], *, dark: bool = False) -> dict[str, list[str]]:
    """The rules that each page breaks, best practices among them, and where."""
    assert CHROMIUM
    assert AXE
    frames = "".join(
        f'<iframe title="{escape(name)}" width="360" height="800" srcdoc="{escape(page)}"></iframe>'
        for name, page in pages.items()
    )
    code = AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    frames += f'<script id="axe" type="text/plain">{code}</script>'
    with tempfile.TemporaryDirectory(prefix="axe", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "pages.html"
        file.write_text(_RUN.replace("%s", frames), encoding="utf-8")
        ran = subprocess.run(
            [
                *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
                *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/profile"),
                *(["--no-sandbox"] if hasattr(os, "getuid") and os.getuid() == 0 else []),
                f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                *("--virtual-time-budget=20000", "--dump-dom", file.as_uri()),
            ],
            capture_output=True,
            check=True,
            timeout=120,
        )
    shown = re.findall(r"<pre>(.*?)</pre>", ran.stdout.decode(), re.DOTALL)
    assert shown, ran.stderr
    found: dict[str, list[str]] = json.loads(unescape(shown[-1]))
    return found
