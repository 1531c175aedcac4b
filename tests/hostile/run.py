"""Every endpoint, one by one, each in a process of its own: `python -m tests.hostile.run [--size MB] [WORD ...]`.

Prints those that are wrong, slow or hungry, with the seconds of CPU and the megabytes that they took.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import socket
import time
import traceback
from collections.abc import Iterator

from tests.hostile.case import MB, Web
from tests.hostile.polling import Names, all_cases, fetcher_for, outcome
from tests.hostile.polling import faults as faults_of
from tests.server import FeedServer

MEMORY = 1_500 * MB  # of addresses that a poll may use
LONGEST = 60  # seconds that it may take


def main() -> None:
    """Serve here, poll in a process that was split off before there was any thread."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=float, default=1.0, help="megabytes of large documents")
    parser.add_argument("--all", action="store_true", help="print every endpoint")
    parser.add_argument("words", nargs="*", help="only endpoints whose names contain one of these")
    options = parser.parse_args()
    ask_read, ask_write = os.pipe()
    say_read, say_write = os.pipe()
    if os.fork() == 0:
        os.close(ask_write)
        polling(os.fdopen(ask_read), say_write)
        os._exit(0)
    os.close(say_write)
    os.close(ask_read)
    wrong, total = 0, 0
    with FeedServer() as server, FeedServer() as trap, os.fdopen(say_read) as heard, os.fdopen(ask_write, "w") as asks:
        web = Web(server, trap, int(options.size * MB))
        for case in all_cases():
            if options.words and not any(word in case.name for word in options.words):
                continue
            url = case.serve(web)
            print(server.port, url.encode("unicode_escape").decode(), file=asks, flush=True)
            seconds, cpu, memory, came, faults = heard.readline().rstrip("\n").split("\t")
            right = case.is_right(came) and not faults
            total, wrong = total + 1, wrong + (not right)
            slow = (float(seconds) > case.seconds and not case.slow) or float(cpu) > 3 or float(memory) > 200
            if options.all or not right or slow:
                mark = "WRONG" if not right else "slow " if slow else "ok   "
                print(
                    f"{mark} {case.name:40} {came:20} ({case.expect}) {seconds:>6} s {cpu:>6} CPU {memory:>5} MB {faults}",
                    flush=True,
                )
            server.routes.clear()
        print(f"{total} endpoints, {wrong} wrong, trap: {trap.connections} connections, {sorted(server.addresses)[:9]}")
        server.hang_up()


def polling(asks: Iterator[str], say: int) -> None:
    """Poll each address that is asked for in a process of its own."""
    for line in asks:
        port, _, url = line.rstrip("\n").partition(" ")
        read, write = os.pipe()
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            one(int(port), url.encode().decode("unicode_escape"), write)
        os.close(write)
        with os.fdopen(read, encoding="utf-8", errors="replace") as result:
            came, _, faults = result.read().partition("\t")
        _, status, used = os.wait4(child, 0)
        memory = used.ru_maxrss / 1024
        came = came or ("killed" if status else "nothing")
        said = f"{time.monotonic() - began:.2f}\t{used.ru_utime + used.ru_stime:.2f}\t{memory:.0f}\t{came}\t{faults}\n"
        os.write(say, said.encode())


def one(port: int, url: str, write: int) -> None:
    """Poll one address, and end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LONGEST)
    socket.getaddrinfo = Names()  # type: ignore[assignment]  # stands in for it
    try:
        came, result = outcome(fetcher_for(port), url)
        said = f"{came}\t{'; '.join(faults_of(result)[:3])}"
    except BaseException:  # noqa: BLE001 - told, whatever it is
        said = f"raised\t{traceback.format_exc()[-300:]!r}"
    os.write(write, said.encode("utf-8", "backslashreplace"))
    os._exit(0)


if __name__ == "__main__":
    main()
