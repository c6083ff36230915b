"""One figure card for each chart: the chart, its table and the words beside it.

Takes the frames of `views`, draws with `charts`; pages show cards, reports print them, files keep them.
Knows no Streamlit.
"""

from bias.show.figures import differences
from bias.show.figures.card import Card
from bias.show.figures.corpus import (
    agenda,
    by_outlet,
    over_time,
    speaker_by_outlet,
    speaker_months,
    topics_over_time,
)
from bias.show.figures.framing import frame_grid, framing
from bias.show.figures.sourcing import WEIGHTS, by_role, by_topic, sourcing
from bias.show.figures.tone import tone, tone_grid, tone_months, tone_roles
from bias.show.figures.wording import keyness, wording

__all__ = [
    "WEIGHTS",
    "Card",
    "agenda",
    "by_outlet",
    "by_role",
    "by_topic",
    "differences",
    "frame_grid",
    "framing",
    "keyness",
    "over_time",
    "sourcing",
    "speaker_by_outlet",
    "speaker_months",
    "tone",
    "tone_grid",
    "tone_months",
    "tone_roles",
    "topics_over_time",
    "wording",
]
