"""Do the tests notice? Each small change to a room (mutations.py) is made, and its tests are run till one fails.

    make mutants                 all of matching and alerts, on all cores; an hour or two
    make mutants SAMPLE=400      so many, drawn by SEED (1)
    .venv/bin/python tools/mutants.py smwatch/alerts/tail.py …

Tests are collected once. Each change is then made in a process forked from there: a function that stands gets other
code, all else is loaded anew. Of the room's tests those run that come by the changed lines, the quickest first; those
that take more than a second are about speed, and aren't asked. What survives is listed, to be read: it wants a test, or
it shows code that does nothing.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import importlib
import json
import os
import pickle
import random
import resource
import signal
import sys
import time
import traceback
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import SourceFileLoader
from itertools import accumulate
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import coverage
import mutations
import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
ROOMS: Final = ("matching", "alerts")
SLOW: Final = 1.0
"""Seconds of a test that is about speed."""
ABOUT_SPEED: Final = frozenset(("test_speed", "test_linear"))
ENOUGH: Final = 5.0
"""Seconds of tests that are run for a change, at most."""
PATIENCE: Final = 20.0
"""Seconds, and ten times what the tests take, after which a change has hung them."""
ROOM_TO_GROW: Final = 3_000_000_000
"""Bytes that a changed program may take."""
KEPT: Final = ROOT / "build" / "mutants"
"""What tests come by, kept as long as neither they nor the rooms change."""
KILLED, SURVIVED, HUNG, ELSEWISE, BROKEN = range(5)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one file."""

    path: str  # from ROOT
    number: int
    change: mutations.Change

    @property
    def room(self) -> str:
        """Whose tests should notice."""
        return self.path.split("/")[1]

    def code(self) -> types.CodeType:
        """The changed file."""
        tree = mutations.changed(_source(self.path), self.number)
        return compile(tree, ROOT / self.path, "exec", dont_inherit=True)

    def __str__(self) -> str:
        return f"{self.path}:{self.change.lines.start}: {self.change.before}  ->  {self.change.after}"


@dataclass(slots=True)
class Survey:
    """What the tests come by, unchanged."""

    seconds: dict[str, float] = field(default_factory=dict)  # of each test
    by_line: dict[str, dict[int, set[str]]] = field(default_factory=dict)  # file -> line -> tests
    modules: list[str] = field(default_factory=list)  # that are not ours

    def add(self, other: Survey) -> None:
        """What other tests come by."""
        self.seconds |= other.seconds
        self.modules = sorted({*self.modules, *other.modules})
        for file, lines in other.by_line.items():
            mine = self.by_line.setdefault(file, {})
            for line, tests in lines.items():
                mine[line] = mine.get(line, set()) | tests

    def tests(self, mutant: Mutant) -> list[str]:
        """Those that come by, of its own room, the quickest first."""
        by_line = self.by_line.get(mutant.path, {})
        lines: Iterable[int] = mutant.change.lines if mutant.change.function else by_line
        found = set[str]().union(*(by_line.get(line, ()) for line in lines))
        mine = sorted((self.seconds[test], test) for test in found if test.startswith(f"tests/{mutant.room}/"))
        spent = accumulate(seconds for seconds, _ in mine)
        return [test for (took, test), so_far in zip(mine, spent, strict=True) if took <= SLOW and so_far <= ENOUGH]

    def patience(self, tests: Iterable[str]) -> float:
        """How long to wait for them."""
        return PATIENCE + 10 * sum(self.seconds[test] for test in tests)


@cache
def _source(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def mutants_of(paths: Sequence[str]) -> list[Mutant]:
    """All of these files and folders."""
    files = [file for path in paths for file in ([ROOT / path] if path.endswith(".py") else (ROOT / path).glob("*.py"))]
    names = sorted(str(file.relative_to(ROOT)) for file in files)
    return [Mutant(name, n, change) for name in names for n, change in enumerate(mutations.changes(_source(name)))]


class Loop:
    """A plugin of pytest's: does something else with the tests than to run them all."""

    def __init__(self, work: Callable[[list[pytest.Item]], None]) -> None:
        self.work, self.failed = work, False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Once all are collected."""
        self.work(session.items)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What became of one."""
        self.failed |= report.failed

    def run(self, items: Sequence[pytest.Item]) -> bool:
        """Run tests until one fails; whether one did."""
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                break
        return self.failed


def collected(work: Callable[[Loop, list[pytest.Item]], None], tests: Iterable[str]) -> None:
    """Collect tests, and do something with them."""
    loop = Loop(lambda items: work(loop, items))
    pytest.main(
        [*tests, "-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", f"--rootdir={ROOT}"], [loop]
    )


def surveyed(files: Sequence[Path], rooms: Iterable[str]) -> Survey:
    """What the tests of some files come by; run once, and kept."""
    known = hashlib.sha256(b"".join(path.read_bytes() for room in rooms for path in sorted(_files(room)))).hexdigest()
    found = Survey()
    for file in files:
        kept = KEPT / f"{file.stem}-{hashlib.sha256(known.encode() + file.read_bytes()).hexdigest()[:24]}"
        if not kept.exists():
            KEPT.mkdir(parents=True, exist_ok=True)
            apart(lambda file=file, kept=kept: _survey(file, rooms, kept))  # type: ignore[misc]
        found.add(pickle.loads(kept.read_bytes()))  # noqa: S301 - written here
    return found


def _files(room: str) -> Iterable[Path]:
    return (ROOT / "smwatch" / room).glob("*.py")


def _survey(file: Path, rooms: Iterable[str], kept: Path) -> None:
    watched = coverage.Coverage(data_file=None, source=[str(ROOT / "smwatch" / room) for room in rooms], branch=False)
    found = Survey()

    def work(loop: Loop, items: list[pytest.Item]) -> None:
        caches, loaded = list[Any](), 0
        watched.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            if loaded != len(sys.modules):
                caches, loaded = _remembering(), len(sys.modules)
            for remembering in caches:  # else only the first test would come by what is remembered from then on
                remembering.cache_clear()
            watched.switch_context(item.nodeid)
            began = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            found.seconds[item.nodeid] = time.process_time() - began
        watched.stop()
        if loop.failed:
            raise SystemExit(f"{file}: a test fails without any change")

    collected(work, [str(file)])
    data = watched.get_data()
    for measured in data.measured_files():
        lines = data.contexts_by_lineno(measured).items()
        found.by_line[str(Path(measured).relative_to(ROOT))] = {line: set(tests) - {""} for line, tests in lines}
    found.modules = [name for name in sys.modules if name.split(".")[0] not in {"smwatch", "tests", "conftest"}]
    kept.write_bytes(pickle.dumps(found))


def forked(work: Callable[[], int], patience: float) -> int:
    """What something comes to in a process of its own; KILLED where that dies, or takes all the memory."""
    child = os.fork()
    if not child:
        result = BROKEN
        with suppress(BaseException):
            signal.alarm(int(patience) + 1)
            quiet = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(quiet, number)
            pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc").exists() else 0
            most = pages * resource.getpagesize() + ROOM_TO_GROW
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
            try:
                result = work()
            except BaseException:  # noqa: BLE001 - told by who waits for it
                (KEPT / "broken.txt").write_text(traceback.format_exc(), encoding="utf-8")
        os._exit(result)
    result = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return result if result >= 0 else HUNG if result == -signal.SIGALRM else KILLED


def loaded_anew(mutant: Mutant, tests: Sequence[str]) -> int:
    """Load everything of ours with the change in it, and run the tests."""
    code, target, usual = mutant.code(), str(ROOT / mutant.path), SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda self, name: code if self.path == target else usual(self, name)  # type: ignore[method-assign]
    result = KILLED  # where nothing can be collected any more

    def work(loop: Loop, items: list[pytest.Item]) -> None:
        nonlocal result
        known = {item.nodeid: item for item in items}
        missing = any(test not in known for test in tests)
        result = KILLED if missing or loop.run([known[test] for test in tests]) else SURVIVED

    collected(work, sorted({test.split("::")[0] for test in tests}))
    return result


def _remembering() -> list[Any]:
    """Our functions that remember what they gave."""
    found = (thing for thing in gc.get_objects() if hasattr(type(thing), "cache_clear"))
    return [thing for thing in found if str(thing.__module__).startswith("smwatch")]


class Standing:
    """Our functions as they stand in this process, and what they remember."""

    def __init__(self) -> None:
        self._functions = defaultdict[tuple[str, str, int], list[types.FunctionType]](list)
        self._caches = _remembering()
        for thing in gc.get_objects():
            if isinstance(thing, types.FunctionType) and thing.__module__ and thing.__module__.startswith("smwatch"):
                self._functions[_key(thing.__code__)].append(thing)

    def change(self, mutant: Mutant) -> bool:
        """Make the change here; whether it can be."""
        before = compile(_source(mutant.path), ROOT / mutant.path, "exec", dont_inherit=True)
        found = list(_differing(before, mutant.code()))
        standing = [(function, new) for old, new in found for function in self._functions[_key(old)]]
        for function, new in standing:
            if len(new.co_freevars) != len(function.__code__.co_freevars):
                return False
            function.__code__ = new
        for remembering in self._caches:
            remembering.cache_clear()
        return len(standing) >= len(found) > 0


def _key(code: types.CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _differing(old: types.CodeType, new: types.CodeType) -> Iterator[tuple[types.CodeType, types.CodeType]]:
    """The outermost functions of two versions of a file that differ."""
    inner = ([part for part in code.co_consts if isinstance(part, types.CodeType)] for code in (old, new))
    for a, b in zip(*inner, strict=False):
        if not a.co_flags & 1:  # CO_OPTIMIZED: a function; else the body of a class
            yield from _differing(a, b)
        elif a != b:
            yield a, b


def work_through(mutants: Sequence[Mutant], survey: Survey, file: Path) -> None:
    """Make each change; lines of JSON with what became of it."""

    def quickly(loop: Loop, items: list[pytest.Item]) -> None:
        known, standing = {item.nodeid: item for item in items}, Standing()
        for mutant in mutants:
            if mutant.change.function:
                tests = survey.tests(mutant)

                def here(mutant: Mutant = mutant, tests: Sequence[str] = tests) -> int:
                    changed = standing.change(mutant)
                    return ELSEWISE if not changed else SURVIVED - loop.run([known[test] for test in tests])

                _tell(file, mutant, forked(here, survey.patience(tests)) if tests else SURVIVED)

    apart(lambda: collected(quickly, sorted({test.split("::")[0] for test in survey.seconds})))
    done = {(path, number) for path, number, _ in told_in(file)}
    for mutant in mutants:
        if (mutant.path, mutant.number) not in done:
            tests = survey.tests(mutant)

            def anew(mutant: Mutant = mutant, tests: Sequence[str] = tests) -> int:
                return loaded_anew(mutant, tests)

            _tell(file, mutant, forked(anew, survey.patience(tests)) if tests else SURVIVED)


def _tell(file: Path, mutant: Mutant, result: int) -> None:
    if result == BROKEN:
        raise SystemExit(f"{mutant}\n{(KEPT / 'broken.txt').read_text(encoding='utf-8')}")
    if result != ELSEWISE:
        print(".X"[result == SURVIVED], end="", file=sys.stderr, flush=True)
        with file.open("a", encoding="utf-8") as out:
            print(json.dumps([mutant.path, mutant.number, result]), file=out)


def told_in(file: Path) -> list[tuple[str, int, int]]:
    """What became of which."""
    return [tuple(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def apart(work: Callable[[], None]) -> None:
    """Do something in a process of its own, whose tests aren't told."""
    if not (child := os.fork()):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def judged(mutants: Sequence[Mutant], jobs: int) -> dict[Mutant, int]:
    """What became of each."""
    rooms = sorted({mutant.room for mutant in mutants})
    tests = [file for room in rooms for file in sorted((ROOT / "tests" / room).glob("test_*.py"))]
    survey = surveyed([file for file in tests if file.stem not in ABOUT_SPEED], rooms)
    for name in survey.modules:
        with suppress(Exception):
            importlib.import_module(name)  # so that none of the processes has to
    with TemporaryDirectory() as folder:
        files = [Path(folder) / str(job) for job in range(jobs)]
        workers = list[int]()
        for job, file in enumerate(files):
            if not (worker := os.fork()):
                work_through(mutants[job::jobs], survey, file)
                os._exit(0)
            workers.append(worker)
        for worker in workers:
            os.waitpid(worker, 0)
        told = {(path, number): result for file in files for path, number, result in told_in(file)}
    return {mutant: told[mutant.path, mutant.number] for mutant in mutants}


def report(found: dict[Mutant, int]) -> None:
    """What survived, and the share of each file and room."""
    for mutant, result in found.items():
        if result == SURVIVED:
            print(mutant)
    print()
    for place in (*sorted({mutant.path for mutant in found}), *(f"smwatch/{room}/" for room in ROOMS)):
        of = [result for mutant, result in found.items() if mutant.path.startswith(place)]
        if of:
            survived = of.count(SURVIVED)
            dead = len(of) - survived
            low, high = interval(dead, len(of))
            print(f"{place:33} {len(of):5} changes, {survived:4} survived, {of.count(HUNG):3} hung; killed", end=" ")
            print(f"{dead / len(of):.0%} ({low:.0%} to {high:.0%})")


def interval(hits: int, n: int) -> tuple[float, float]:
    """Where a share lies of which this is a sample, 95 % of the time (Wilson)."""
    z, p = 1.96, hits / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def main() -> None:
    """Draw, change, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[f"smwatch/{room}" for room in ROOMS])
    parser.add_argument("--sample", type=int, help="so many, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["CI"] = "1"  # the same cases each time
    mutants = mutants_of(asked.paths)
    if asked.sample and asked.sample < len(mutants):
        mutants = random.Random(asked.seed).sample(mutants, asked.sample)  # noqa: S311 - no secret
    report(judged(mutants, asked.jobs))


if __name__ == "__main__":
    main()
