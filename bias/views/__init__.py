"""One function a page: asks the store and `compare`, gives a few frames.  Knows no Streamlit or Plotly."""

from bias.views.common import NO_OUTLET, code_label, outlet_label
from bias.views.evidence import (
    ArticlePage,
    Sentence,
    article_page,
    attribution_table,
    mention_rows,
    provenance,
    sentence_count,
    sentence_table,
    sentences,
)
from bias.views.imports import column_map, reasons, rejected
from bias.views.overview import (
    FEW_ARTICLES,
    Overview,
    article_list,
    in_cell,
    outlet_table,
    overview,
    timeline_table,
    with_issue,
)
from bias.views.sourcing import (
    MOST_OUTLETS,
    TOP_OF_EACH,
    Board,
    by_role,
    difference_table,
    differences,
    role_topics,
    sourcing,
    table,
    values,
)
from bias.views.speakers import (
    MOST_LISTED,
    Profile,
    decisions,
    heard_over_time,
    outlet_names,
    profile,
    speaker_table,
    topic_names,
)
from bias.views.tone import (
    EVERYBODY,
    OTHERS,
    OWN,
    ToneBoard,
    ToneSentence,
    mention_count,
    mention_table,
    mentions,
    targets,
    tone,
    tone_differences,
    tone_grid,
    tone_months,
    tone_roles,
    tone_table,
    toward,
)

__all__ = [
    "EVERYBODY", "FEW_ARTICLES", "MOST_LISTED", "MOST_OUTLETS", "NO_OUTLET", "OTHERS", "OWN",
    "TOP_OF_EACH", "ArticlePage", "Board", "Overview", "Profile", "Sentence", "ToneBoard", "ToneSentence",
    "article_list", "article_page", "attribution_table", "by_role", "code_label", "column_map",
    "decisions", "difference_table", "differences", "heard_over_time", "in_cell", "mention_count",
    "mention_rows", "mention_table", "mentions", "outlet_label", "outlet_names", "outlet_table",
    "overview", "profile", "provenance", "reasons", "rejected", "role_topics", "sentence_count",
    "sentence_table", "sentences", "sourcing", "speaker_table", "table", "targets", "timeline_table",
    "tone", "tone_differences", "tone_grid", "tone_months", "tone_roles", "tone_table", "topic_names",
    "toward", "values", "with_issue",
]  # fmt: skip
