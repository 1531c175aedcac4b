"""`python -m bench.figures [NAME ...] [--runs N] [--list] [--page]`: measures, and writes the page.

A name measures that one anew and leaves the others as they were; without any, all are, in some three hours.
"""

from __future__ import annotations

import argparse
import json

from bench.figures.measure import Probe, machine, measured, probes, words
from bench.figures.page import KEPT, PAGES, page


def main() -> None:
    """Measure what is named, keep it, write the pages."""
    table = probes()
    ask = argparse.ArgumentParser(
        prog="python -m bench.figures", description="Measures every bar, and writes the page."
    )
    ask.add_argument("name", nargs="*", choices=[[], *(probe.name for probe in table)], metavar="NAME")
    ask.add_argument("--runs", type=int, help="instead of what the table says")
    ask.add_argument("--list", action="store_true", help="only say what there is")
    ask.add_argument("--page", action="store_true", help="only write the pages, from what is kept")
    given = ask.parse_args()
    if given.list:
        print(
            *(f"{probe.name:<12} {probe.runs} x {probe.minutes:g} min  {probe.what['en']}" for probe in table), sep="\n"
        )
        return
    if not given.page:
        for probe in table:
            if not given.name or probe.name in given.name:
                keep(probe, given.runs or probe.runs)
    kept = json.loads(KEPT.read_text("utf-8"))
    for lang, said in words().items():
        PAGES[lang].write_text(page(said, table, kept), "utf-8")


def keep(probe: Probe, runs: int) -> None:
    """Measure one, and put it with the others at once: it may be long until the next."""
    lacking = probe.lacking()
    if lacking:
        print(f"{probe.name}: left as it was, for want of {lacking}")
        return
    print(f"{probe.name}: {runs} x {probe.minutes:g} min", flush=True)
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {"probes": {}}
    kept["machine"] = machine()
    kept["probes"][probe.name] = measured(probe, runs)
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
