"""Where the work of a scan runs, as [run] says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smwatch.config.kinds import HIGHEST_PORT, Kind
from smwatch.config.spot import closest, shown
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.config.spot import Spot

HERE: Final = ("here", "threads", "processes")
CLUSTERS: Final = ("dask://", "tls://")
CERTIFICATES: Final = ("ca", "cert", "key")
_ADDRESS: Final = re.compile(r"(?:dask|tls)://(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})")


def _runs_on(value: object, spot: Spot) -> object:
    if isinstance(value, str) and (value in HERE or is_cluster(value)):
        return value
    what = N_("{value} is nowhere to run")
    if isinstance(value, str) and value.startswith(("tcp://", *CLUSTERS)):
        mend = N_('write the address of a scheduler as "dask://scheduler:8786", or "tls://scheduler:8786"')
        return spot.wrong(what, mend, value=shown(value))
    if isinstance(value, str) and (guess := closest(value, HERE)):
        return spot.wrong(what, N_('did you mean "{guess}"?'), value=shown(value), guess=guess)
    mend = N_('write "here", "threads", "processes" or the address of a scheduler: "dask://scheduler:8786"')
    return spot.wrong(what, mend, value=shown(value))


def is_cluster(on: str) -> bool:
    """Whether it is the address of a scheduler."""
    found = _ADDRESS.fullmatch(on)
    return bool(found and 0 < int(found[1]) <= HIGHEST_PORT)


def check_certificates(document: dict[str, object], spot: Spot) -> None:
    """A cluster at tls:// lets nobody in without certificates: note each that isn't named."""
    run = document.get("run")
    if not isinstance(run, dict) or not str(run.get("on")).startswith("tls://"):
        return
    missing = [name for name in CERTIFICATES if not run.get(name)]
    if missing:
        mend = N_("name the files under [run]: {missing}")
        spot.inside("run").inside("on").wrong(
            N_("a scheduler at tls:// needs certificates"), mend, missing=", ".join(missing)
        )


RUNS_ON: Final = Kind('"here", "threads", "processes", "dask://HOST:PORT" or "tls://HOST:PORT"', _runs_on)
