"""The corpora that somebody opened on this computer, the last one first, in a file of the user's own.

A list of places, no more: what a corpus holds stands in its folder.  It also keeps whether what is imported
is read by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from bias.corpus.store.corpus_format import read_settings
from bias.corpus.store.folder import replace_text
from bias.errors import BadInputError

_MOST = 50  # corpora that are kept in mind


@dataclass(frozen=True, slots=True)
class Known:
    """A corpus that was opened here, and when last: ISO 8601, UTC."""

    path: str
    opened: str


def list_known() -> list[Known]:
    """The corpora that were opened, the last one first; their folders may be gone since."""
    rows = _state().get("corpora")
    found = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return [Known(str(one.get("path", "")), str(one.get("opened", ""))) for one in found if one.get("path")]


def remember(path: Path) -> None:
    """Put a corpus first in the list.  Raises OSError where the folder of state cannot be written."""
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    place = str(path.resolve())
    others = [one for one in list_known() if one.path != place]
    _keep(corpora=[asdict(one) for one in [Known(place, now), *others][:_MOST]])


def forget(path: str) -> None:
    """Take a corpus off the list; its folder stays as it is."""
    _keep(corpora=[asdict(one) for one in list_known() if one.path != path])


def reads_by_itself() -> bool:
    """Whether what is imported is read without being asked for."""
    return _state().get("reads_by_itself") is not False


def let_read_by_itself(wanted: bool) -> None:
    _keep(reads_by_itself=wanted)


def corpus_name(path: str | Path) -> str:
    """The name of a corpus, or of its folder where it has none; empty for a folder that is no corpus."""
    file = Path(path) / "corpus.toml"
    try:
        return str(read_settings(file).get("name") or Path(path).name) if file.is_file() else ""
    except (BadInputError, OSError):
        return Path(path).name  # opened, it says what is wrong


def articles_in(path: str | Path) -> int:
    """How many articles a corpus holds, without opening it."""
    try:
        return sum(pq.read_metadata(file).num_rows for file in Path(path, "articles").glob("*.parquet"))
    except (OSError, pa.ArrowException):
        return 0


def labels(paths: Iterable[str]) -> dict[str, str]:
    """Each path with the name of its corpus; those of one name have their folders beside it."""
    names = {path: corpus_name(path) or Path(path).name for path in paths}
    said = list(names.values())
    return {path: name if said.count(name) == 1 else f"{name} · {path}" for path, name in names.items()}


def _file() -> Path:
    return platformdirs.user_state_path("bias", appauthor=False) / "corpora.json"


def _state() -> Mapping[str, Any]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # there is none yet, or it is broken: then nothing was opened as far as anybody knows
    return found if isinstance(found, dict) else {}


def _keep(**changed: Any) -> None:
    _file().parent.mkdir(parents=True, exist_ok=True)
    replace_text(_file(), json.dumps({**_state(), **changed}, ensure_ascii=False, indent=1) + "\n")
