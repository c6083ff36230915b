"""A dashboard and a reader end with the process that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere a process does not see its parent")

CHILD = """
import time
from bias.processes import end_with_parent
end_with_parent()
print("up", flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys, time
from bias.processes import child_environment
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], env=child_environment())
print(child.pid, flush=True)
time.sleep(60)
"""
SLEEPER = "import os, sys, time; print(os.getpid(), file=sys.stderr, flush=True); time.sleep(60)"
SERVER = f"""
import sys
from bias.processes import child_environment, run_to_the_end
sys.exit(run_to_the_end([sys.executable, "-c", {SLEEPER!r}], child_environment()))
"""


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_killed_parent_takes_its_child_along() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        lines = [parent.stdout.readline().strip() for _ in range(2)]
        parent.kill()
        assert gone(next(int(line) for line in lines if line.isdigit()))


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_that_is_told_to_end_ends_its_server_first(ending: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", SERVER], stderr=subprocess.PIPE, text=True) as opened:
        assert opened.stderr is not None
        server = int(opened.stderr.readline())
        opened.send_signal(ending)
        assert opened.wait(20) == 0
        assert gone(server)
