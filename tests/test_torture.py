"""A short form of `make torture`: some kills amid the changes of a corpus folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(os.name != "posix", reason="the lives of torture.py are forks")
def test_a_killed_life_led_to_its_end_has_the_tables_of_one_that_nobody_killed() -> None:
    command = [sys.executable, HERE / "torture.py", "--every", "75", "--random", "1", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 with other tables" in done.stdout
