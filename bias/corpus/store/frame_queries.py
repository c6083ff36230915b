"""What the Framing page asks: which frames articles carry, by outlet and month."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import (
    ALL,
    OF_OUTLETS,
    OUTLETS,
    TELLING,
    TIMES,
    Behind,
    Filter,
    Queried,
    condition_of,
    rows_of,
)

KEYS = {
    "outlet": "r.outlet",
    "everything": "''",
    TELLING: "r.outlet || chr(31) || r.story",
} | {name: key.replace("t.", "r.") for name, key in TIMES.items()}
COLUMNS = {"present": "coalesce(f.present, false)::int", "score": "coalesce(f.score, 0)"}
BEHIND = {
    "outlet": "t.outlet",
    OUTLETS: OF_OUTLETS,
    "codebook": "t.codebook",
    "frame": "t.frame",
    "topic": "t.article_id in (select article_id from topics where topic = ?)",
} | TIMES


def frames_behind(conditions: Behind) -> tuple[str, list[Any]]:
    """Conditions on frames of articles as SQL, with its parameters."""
    parts = [BEHIND[name] if "?" in BEHIND[name] else f"{BEHIND[name]} = ?" for name, _ in conditions]
    values = [json.loads(value) if name == OUTLETS else value for name, value in conditions]
    return " and ".join(["true", *parts]), values


class FrameQuestions:
    """Questions about frames; need nothing but `query`."""

    def frame_rates(
        self: Queried,
        where: Filter = ALL,
        *,
        codebook: str,
        frames: Sequence[str],
        column: str = "present",
        by: str = "outlet",
    ) -> pd.DataFrame:
        """Of each frame and group: by, frame, above (sum over articles), below (1 an article), articles, n.

        Articles that are alike are one row.  All articles that were read count, also those without frames.
        """
        condition, parameters = condition_of(where, "r")
        listed = ", ".join("(?)" for _ in frames)
        return self.query(
            f"""select "by", frame, above::double as above, 1.0 as below, count(*) as articles,
                count(*)::bigint as n
            from (
                select {KEYS[by]} as "by", k.frame, {COLUMNS[column]} as above
                from {rows_of("catalogue", by)} r cross join (select * from (values {listed}) v(frame)) k
                left join counted_frames f
                    on f.article_id = r.article_id and f.codebook = ? and f.frame = k.frame
                where r.state = 'read' and {condition}
            ) group by "by", frame, above order by all""",
            [*frames, codebook, *parameters],
        )
