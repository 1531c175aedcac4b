"""A Dask cluster on loopback: a scheduler and workers as processes of their own, as `dask worker` starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parent.parent
QUIET = {"DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false", "PYTHONPATH": str(ROOT)}


@dataclass
class DaskCluster:
    """One for tests; ends with the `with`."""

    folder: Path
    tls: Sequence[str] = ()  # options that both take
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        host = "tls://127.0.0.1" if self.tls else "tcp://127.0.0.1"
        self._start("scheduler", "--host", host, "--port", "0", "--scheduler-file", str(self.file))
        until = time.monotonic() + 60
        while not self.file.is_file() or not self.file.read_text("utf-8").strip():
            assert time.monotonic() < until, "the scheduler doesn't start"
            time.sleep(0.05)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()

    @property
    def file(self) -> Path:
        """Where the scheduler says where it is."""
        return self.folder / "scheduler.json"

    @property
    def at(self) -> str:
        """The scheduler's address, as a config has it."""
        return str(json.loads(self.file.read_text("utf-8"))["address"]).replace("tcp://", "dask://")

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        """Its process."""
        return self.processes[0]

    def worker(self, *, nanny: bool = False) -> subprocess.Popen[bytes]:
        """One more."""
        return self._start(
            "worker", self.at.replace("dask://", "tcp://"), "--nthreads", "1", "--host", "127.0.0.1",
            "--local-directory", str(self.folder), "--nanny" if nanny else "--no-nanny",
        )  # fmt: skip

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, *options, "--no-dashboard", *self.tls]
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=os.environ | QUIET, cwd=self.folder
            )
        self.processes.append(process)
        return process
