"""Processes that end together: a reader with its dashboard, a dashboard with the command that opened it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from types import FrameType

PARENT = "BIAS_PARENT"  # environment variable: the process with which one ends
PATIENCE = 10  # seconds that a process has to end in order


@cache
def end_with(parent: int) -> None:
    """End this process when the one with this number is gone, however it went: even `kill -9` of it.

    Windows lends a process no sure way to see its parent; there it goes on.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    if os.name == "posix":
        threading.Thread(target=watch, daemon=True).start()


def end_with_parent() -> None:
    """End with the process that `child_environment` named, if one did."""
    if parent := os.environ.get(PARENT):
        end_with(int(parent))


def child_environment(**more: str) -> Mapping[str, str]:
    """The environment of a process that is to end with this one."""
    return os.environ | more | {PARENT: str(os.getpid())}


def run_to_the_end(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command until it ends, or until this process is told to: then it ends first.  Its exit code."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in _endings()}
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        return _waited(process)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _waited(process: subprocess.Popen[bytes]) -> int:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
    return 0


def _endings() -> tuple[signal.Signals, ...]:
    """The signals that ask a process to end, but for Ctrl+C."""
    return (signal.SIGTERM, signal.SIGHUP) if os.name == "posix" else (signal.SIGTERM,)
