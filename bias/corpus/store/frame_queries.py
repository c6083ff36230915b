"""What the Framing page asks: which frames articles carry, by outlet and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import ALL, TELLING, Behind, Filter, Queried, condition_of, rows_of

KEYS = {
    "outlet": "r.outlet",
    "month": "left(r.published, 7)",
    "everything": "''",
    TELLING: "r.outlet || chr(31) || r.story",
}
COLUMNS = {"present": "coalesce(f.present, false)::int", "score": "coalesce(f.score, 0)"}
BEHIND = {
    "outlet": "r.outlet",
    "codebook": "f.codebook",
    "frame": "f.frame",
    "month": "left(r.published, 7)",
    "topic": "r.article_id in (select article_id from topics where topic = ?)",
}


def frames_behind(conditions: Behind) -> tuple[str, list[Any]]:
    """Conditions on frames of articles as SQL, with its parameters."""
    parts = [BEHIND[name] if "?" in BEHIND[name] else f"{BEHIND[name]} = ?" for name, _ in conditions]
    return " and ".join(["true", *parts]), [value for _, value in conditions]


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
                left join framed f
                    on f.article_id = r.article_id and f.codebook = ? and f.frame = k.frame
                where r.state = 'read' and {condition}
            ) group by "by", frame, above order by all""",
            [*frames, codebook, *parameters],
        )

    def frame_count(self: Queried, where: Filter = ALL, *, behind: Behind) -> int:
        """How many articles carry a frame."""
        condition, parameters = condition_of(where, "r")
        chosen, values = frames_behind(behind)
        found = self.query(
            f"""select count(*) as n from framed f join catalogue r using (article_id)
            where f.present and {condition} and {chosen}""",
            [*parameters, *values],
        )
        return int(found["n"].iloc[0])

    def frame_keys(
        self: Queried, where: Filter = ALL, *, behind: Behind, limit: int = 20, offset: int = 0
    ) -> pd.DataFrame:
        """The articles that carry a frame, the strongest first, with the sentences that say so."""
        condition, parameters = condition_of(where, "r")
        chosen, values = frames_behind(behind)
        return self.query(
            f"""with chosen as materialized (
                select r.article_id, r.batch, f.codebook, f.frame, f.score, f.sentences,
                    row_number() over ({_FIRST}) as place
                from framed f join catalogue r using (article_id)
                where f.present and {condition} and {chosen} {_FIRST} limit ? offset ?
            )
            select c.*, e.evidence from chosen c join (
                select article_id, codebook, frame, evidence from (
                    select article_id, codebook, frame, evidence from frames
                    union all select article_id, codebook, frame, evidence from own_frames
                ) anti join (from learned where used) using (codebook, frame)
                union all select article_id, codebook, frame, evidence from learned_frames
            ) e on e.article_id = c.article_id and e.codebook = c.codebook and e.frame = c.frame
            order by c.place""",
            [*parameters, *values, limit, offset],
        )

    def frame_table(self: Queried, where: Filter = ALL, *, behind: Behind) -> pd.DataFrame:
        """All of them, for a file: without the texts."""
        condition, parameters = condition_of(where, "r")
        chosen, values = frames_behind(behind)
        return self.query(
            f"""select r.outlet, r.published, r.title, f.codebook, f.frame, f.score, f.sentences, r.article_id
            from framed f join catalogue r using (article_id)
            where f.present and {condition} and {chosen} {_FIRST}""",
            [*parameters, *values],
        )


_FIRST = "order by f.score desc, r.published desc, r.article_id"
