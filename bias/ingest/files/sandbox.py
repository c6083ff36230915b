"""Runs one function of ours in a process that can be killed.  Knows nothing of pages and documents.

A file can hang a parser, crash it, or eat all memory; no signal or thread helps when that happens
inside C code.  The process stays for the next call, and ends by itself when idle.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

_IDLE = 60.0  # seconds after which the process ends by itself
_START = 60.0  # seconds that starting it may take on a busy machine
_MEMORY = 2 * 1024**3  # bytes of address space
_MOST = 400_000_000  # bytes of a frame: a small file may unpack to a full memory
_LENGTH = struct.Struct(">Q")
_ROOT = Path(__file__).resolve().parents[3]  # where the package is imported from


class SandboxError(RuntimeError):
    """The call was stopped, crashed, or failed; the message says which."""


class Sandbox:
    """A function `module.name(payload: bytes, argument: str) -> JSON value`, called in its own process.

    Threads may share it: they take turns.  A forked child gets a process of its own.
    """

    def __init__(self, module: str, name: str) -> None:
        self._target = (module, name)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
            os.register_at_fork(after_in_child=self._forget)

    def call(self, payload: bytes, argument: str, *, seconds: float) -> Any:
        """The function's value.  Raises SandboxError after `seconds`, at a crash, or when it raised."""
        with self._lock:
            reply = self._ask(payload, argument, seconds)
            if reply is None:  # it had ended for idleness while we asked
                reply = self._ask(payload, argument, seconds)
        if reply is None:
            raise SandboxError("the reader ended twice without an answer")
        answer = json.loads(reply)
        if "error" in answer:
            raise SandboxError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                _close(stream)
            self._process = None

    def _ask(self, payload: bytes, argument: str, seconds: float) -> bytes | None:
        """The reply; None when the process had ended by itself."""
        process = self._running()
        reply, code = self._limited(process, seconds, lambda: _exchange(process, argument.encode(), payload))
        if reply is None and code:
            raise SandboxError(f"reading it crashed (exit status {code})")
        return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = process = _start(*self._target)
        ready, code = self._limited(process, _START, lambda: _receive(cast(IO[bytes], process.stdout)))
        if ready is None:
            raise SandboxError(f"the reader does not start (exit status {code})")
        atexit.register(self.close)
        return process

    def _limited(
        self, process: subprocess.Popen[bytes], seconds: float, exchange: Callable[[], bytes | None]
    ) -> tuple[bytes | None, int]:
        """What the exchange gives, or None and the exit status of the process, which then has ended.

        The process is killed when it takes longer, and that ends any wait for it.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            reply = exchange()
        finally:
            timer.cancel()
        if reply is not None:
            return reply, 0
        code = process.wait()
        self.close()
        if late.is_set():
            raise SandboxError(f"reading it took longer than {seconds:g} s and was stopped")
        return None, code

    def _forget(self) -> None:
        """In a forked child: the process and a lock that may be held belong to the parent."""
        self._process, self._lock = None, threading.Lock()


def _start(module: str, name: str) -> subprocess.Popen[bytes]:
    # what the parent can import the process can, wherever either was started
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])}
    command = [sys.executable, "-m", "bias.ingest.files.sandbox", module, name]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def _exchange(process: subprocess.Popen[bytes], *frames: bytes) -> bytes | None:
    try:
        for frame in frames:
            _send(cast(IO[bytes], process.stdin), frame)
    except BrokenPipeError:
        return None
    return _receive(cast(IO[bytes], process.stdout))


def _send(stream: IO[bytes], frame: bytes) -> None:
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next frame, None when the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    if size > _MOST:
        raise SandboxError(f"more than {_MOST // 1_000_000} MB in one file; split it")
    frame = stream.read(size)
    return frame if len(frame) == size else None


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except BrokenPipeError:
        pass  # bytes that the killed process did not take


def _serve(module: str, name: str) -> None:
    """The other side: answer calls until the parent ends or nothing comes for a while."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    _limit_memory()
    function = getattr(import_module(module), name)
    _send(replies, b"ready")
    while (idle := _idle_timer()) and (argument := _receive(sys.stdin.buffer)) is not None:
        idle.cancel()
        payload = _receive(sys.stdin.buffer)
        if payload is None:
            return
        _send(replies, _answer(function, payload, argument.decode()))


def _answer(function: Callable[[bytes, str], Any], payload: bytes, argument: str) -> bytes:
    try:
        return json.dumps({"value": function(payload, argument)}).encode()
    except MemoryError:
        answer = {"error": f"it needs more than {_MEMORY // 1024**3} GB of memory; split it"}
    except Exception as error:  # noqa: BLE001 - whatever a parser raises at a page is that page's trouble, and is told
        answer = {"error": f"{type(error).__name__}: {str(error)[:200]}"}
    return json.dumps(answer).encode()


def _idle_timer() -> threading.Timer:
    timer = threading.Timer(_IDLE, os._exit, [0])
    timer.daemon = True
    timer.start()
    return timer


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux" and (hard == resource.RLIM_INFINITY or hard > _MEMORY):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))  # elsewhere refused or without effect


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2])
