"""Many viewers of one dashboard at once: does each see the numbers that a viewer alone sees?

`python benchmarks/viewers.py CORPUS [--viewers 50] [--minutes 5]` opens the corpus in a server of its own
and visits pages as browsers do, each visit a session: first every page alone, then all viewers at once.
Texts, charts and tables of each visit are compared with those of the viewer alone; the server's memory is
sampled.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

import pandas as pd
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("", "outlets", "sourcing", "speakers", "tone", "framing", "wording", "topics", "stories")
VIEWS = (
    "",
    "outlets={0}",
    "outlets={0}&outlets={1}",
    "genres=report",
    "words=water",
)  # filters of their links
LONGEST = 180  # seconds that a visit may take
LEAST = 5_000  # characters of a page that shows what it should
SHOWN = {
    "markdown": "body",
    "plotly_chart": "spec",
    "arrow_data_frame": "data",
    "html": "body",
    "alert": "body",
}


@dataclass
class Told:
    """What the visits of all viewers came to."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # MB, in the order of time


@contextmanager
def served(corpus: Path) -> Iterator[tuple[int, int]]:
    """A server of the dashboard: its port and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port),
        "--server.headless", "true", "--server.fileWatcherType", "none",
    ]  # fmt: skip
    env = os.environ | {"BIAS_CORPUS": str(corpus), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


async def visit(port: int, page: str, query: str) -> tuple[str, str]:
    """A new session on a page: a digest of all texts, charts and tables, and the first error, if any."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    shown: dict[tuple[int, ...], str] = {}
    error = ""
    async with websockets.connect(
        address, subprotocols=["streamlit"], max_size=None, ping_timeout=None
    ) as socket_:
        ask = BackMsg()
        ask.rerun_script.query_string = query
        ask.rerun_script.page_name = page
        await socket_.send(ask.SerializeToString())
        async for raw in socket_:
            told = ForwardMsg.FromString(raw)
            kind = told.WhichOneof("type")
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                name = element.WhichOneof("type")
                if name == "exception":
                    error = error or element.exception.message
                elif name in SHOWN:
                    shown[tuple(told.metadata.delta_path)] = (
                        f"{name} {getattr(getattr(element, name), SHOWN[name])}"
                    )
                else:
                    shown.pop(tuple(told.metadata.delta_path), None)
            elif kind == "script_finished":
                break
    whole = "\n".join(f"{path} {shown[path]}" for path in sorted(shown))
    if not error and len(whole) < LEAST:
        error = f"shows {len(whole):,} characters"
    return hashlib.sha256(whole.encode()).hexdigest(), error


async def alone(port: int, visits: list[tuple[str, str]], told: Told) -> dict[tuple[str, str], str]:
    """What each visit shows to one viewer alone; it must show it twice."""
    seen: dict[tuple[str, str], str] = {}
    for one in visits * 2:
        digest, error = await asyncio.wait_for(visit(port, *one), LONGEST)
        if error:
            told.wrong.append(f"{one}: {error}")
        if seen.setdefault(one, digest) != digest:
            told.wrong.append(f"{one}: alone, another look than before")
    return seen


async def viewer(port: int, seen: dict[tuple[str, str], str], until: float, seed: int, told: Told) -> None:
    draw = random.Random(seed)
    while time.monotonic() < until:
        one = draw.choice(list(seen))
        began = time.monotonic()
        try:
            digest, error = await asyncio.wait_for(visit(port, *one), LONGEST)
        except (OSError, TimeoutError, websockets.WebSocketException) as trouble:
            digest, error = "", repr(trouble)
        told.seconds.append(time.monotonic() - began)
        if error or digest != seen[one]:
            told.wrong.append(f"{one}: {error or 'other numbers than alone'}")
        await asyncio.sleep(draw.uniform(1, 4))


async def sampled(pid: int, until: float, told: Told) -> None:
    while time.monotonic() < until:
        told.memory.append(_memory(pid))
        await asyncio.sleep(5)


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


async def run(corpus: Path, viewers: int, minutes: float) -> Told:
    outlets = sorted(set(pd.read_parquet(corpus / "articles", columns=["outlet"])["outlet"]))
    told = Told()
    visits = [(page, view.format(*map(quote_plus, outlets[:2]))) for page in PAGES for view in VIEWS]
    with served(corpus) as (port, pid):
        seen = await alone(port, visits, told)
        different = len(set(seen.values()))
        print(
            f"alone: {different} of {len(seen)} views differ, {len(told.wrong)} wrong, {_memory(pid)} MB",
            flush=True,
        )
        until = time.monotonic() + minutes * 60
        await asyncio.gather(
            *(viewer(port, seen, until, seed, told) for seed in range(viewers)), sampled(pid, until, told)
        )
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    given = parser.parse_args()
    told = asyncio.run(run(given.corpus, given.viewers, given.minutes))
    waits = sorted(told.seconds)
    half, most = waits[len(waits) // 2], waits[int(0.95 * len(waits))]
    print(
        f"{given.viewers} viewers, {given.minutes:g} minutes: {len(waits)} visits, {len(told.wrong)} wrong, "
        f"half within {half:.1f} s, 95 in 100 within {most:.1f} s; "
        f"memory {', '.join(map(str, told.memory[:: max(1, len(told.memory) // 10)]))} MB"
    )
    for line in dict.fromkeys(told.wrong):
        print(line)
    sys.exit(bool(told.wrong))


if __name__ == "__main__":
    main()
