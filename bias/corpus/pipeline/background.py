"""The reading of a corpus in a process of its own, for the dashboard.  Knows no page and no model."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from bias.processes import child_environment
from bias.resources import PACKAGE


class BackgroundReader:
    """At most one reading process of one corpus; the corpus itself refuses a second from elsewhere."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self.started = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def trouble(self) -> str:
        """The last line that a process which ended badly has said; empty while all is well."""
        if self._process is None or self._process.poll() in (None, 0):
            return ""
        lines = self.said().splitlines()
        return lines[-1] if lines else f"the reading ended with code {self._process.returncode}"

    def start(self) -> None:
        """Begin, unless it runs already."""
        if self.running:
            return
        self.close()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 — it lives as long as the process
        self.started = time.monotonic()
        workers = max(1, (os.cpu_count() or 2) - 1)  # one core stays with the dashboard
        command = [sys.executable, "-m", "bias", "analyse", str(self.corpus), "--workers", str(workers)]
        paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
        environment = child_environment(
            PYTHONPATH=os.pathsep.join(path for path in paths if path), COLUMNS="500"
        )
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, env=environment
        )

    def wait(self, seconds: float) -> None:
        """Wait until it ends; for tests and for those who stop the dashboard."""
        if self._process is not None:
            self._process.wait(seconds)

    def close(self) -> None:
        """Let go of what the process said; it ends by itself."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def seconds(self) -> int:
        return int(time.monotonic() - self.started)

    def said(self) -> str:
        """What the process has written, without the blank lines."""
        if self._log is None:
            return ""
        self._log.seek(0)
        text = self._log.read().decode("utf-8", errors="replace")
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())
