"""The reading of a corpus in a process of its own, for the dashboard.  Knows no page and no model.

Run as a program (`python -m bias.corpus.pipeline.background CORPUS WORKERS`) it is that process, and says
in lines how far it is.  It ends with the process that started it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bias.errors import BiasError
from bias.processes import child_environment, end_with_parent
from bias.resources import PACKAGE

_MARK = ".reading"  # in the corpus folder while it is to be read: a dashboard that comes back goes on
_TAIL = 4_000  # bytes of what the process said that are looked at
_LINE = re.compile(r"read (\d+) of (\d+)")
_PATIENCE = 10  # seconds that a reader has to end
_BEGUN = 5  # articles before a rate says something


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: articles read and to be read, by this process, and how fast."""

    done: int = 0
    whole: int = 0  # 0 while it looks for what outlets repeat
    a_minute: float = 0.0  # articles; 0 where it is too early to say
    seconds_left: float | None = None

    @property
    def relating(self) -> bool:
        """Whether all is read, and events, topics and people are being put together."""
        return 0 < self.whole == self.done


class BackgroundReader:
    """At most one reading process of one corpus; the corpus itself refuses a second from elsewhere."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self.started = 0.0
        self.stopped = False  # by somebody, not by an error
        self._first: tuple[float, int] | None = None  # when an article was first seen read, and how many were
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def interrupted(self) -> bool:
        """Whether a dashboard that was closed left a reading half done, and none was begun since."""
        return self._process is None and (self.corpus / _MARK).is_file()

    @property
    def trouble(self) -> str:
        """The last line that a process which ended badly has said; empty while all is well."""
        if self.stopped or self._process is None or self._process.poll() in (None, 0):
            return ""
        lines = [line for line in self.said().splitlines() if not _LINE.fullmatch(line)]
        return lines[-1] if lines else f"the reading ended with code {self._process.returncode}"

    def start(self) -> None:
        """Begin, unless it runs already."""
        if self.running:
            return
        self.close()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 — it lives as long as the process
        self.started, self.stopped, self._first = time.monotonic(), False, None
        workers = max(1, (os.cpu_count() or 2) - 1)  # one core stays with the dashboard
        command = [sys.executable, "-m", "bias.corpus.pipeline.background", str(self.corpus), str(workers)]
        paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
        environment = child_environment(PYTHONPATH=os.pathsep.join(path for path in paths if path))
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT, env=environment
        )

    def stop(self) -> None:
        """End the reading; what is read is kept, and the next start goes on behind it."""
        self.stopped = True
        (self.corpus / _MARK).unlink(missing_ok=True)
        if self._process is not None and self.running:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def wait(self, seconds: float) -> None:
        """Wait until it ends; for tests and for those who stop the dashboard."""
        if self._process is not None:
            self._process.wait(seconds)

    def close(self) -> None:
        """Let go of what the process said; it ends by itself."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def progress(self) -> Progress:
        """How far it is now.  The rate counts from the first article seen read: models load before."""
        found = _LINE.findall(self.said())
        if not found:
            return Progress()
        done, whole, now = int(found[-1][0]), int(found[-1][1]), time.monotonic()
        if done and self._first is None:
            self._first = now, done
        since, before = self._first or (now, done)
        if done - before < _BEGUN or now <= since:
            return Progress(done, whole)
        a_second = (done - before) / (now - since)
        return Progress(done, whole, 60 * a_second, (whole - done) / a_second)

    def said(self) -> str:
        """The end of what the process has written, without the blank lines."""
        if self._log is None:
            return ""
        text = _tail(self._log).decode("utf-8", errors="replace")
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _tail(log: IO[bytes]) -> bytes:
    """The last bytes of a file that another process writes; its place of writing is ours too, and stays."""
    start = max(0, os.fstat(log.fileno()).st_size - _TAIL)
    if hasattr(os, "pread"):
        return os.pread(log.fileno(), _TAIL, start)
    log.seek(start)
    return log.read()


def _read(path: Path, workers: int) -> None:
    """Read a corpus and say how far it is; until it ends well, a mark stands in the folder."""
    from bias.corpus.pipeline.analyse import analyse  # brings the models with it
    from bias.corpus.store import Corpus

    done = whole = 0

    def tell(*, more: int = 0, of: int | None = None) -> None:
        nonlocal done, whole
        done, whole = done + more, whole if of is None else of
        print(f"read {done} of {whole}", flush=True)

    corpus = Corpus(path)
    (path / _MARK).touch()
    analyse(corpus, workers=workers, on_start=lambda n: tell(of=n), on_article=lambda _: tell(more=1))
    (path / _MARK).unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """The process: its exit code."""
    end_with_parent()
    try:
        _read(Path(arguments[0]), int(arguments[1]))
    except (BiasError, OSError) as error:
        print(f"error: {error}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
