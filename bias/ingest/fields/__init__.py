"""Values that a source tells → one Article, with how each was found.  Knows no file formats.

`columns` tells which column holds which field, `dates` reads dates, `cells` mends what a table did to a text,
`refusals` tells what is no article, and `building` makes the article.
"""

from bias.ingest.fields.building import (
    BadRowError,
    Found,
    article_id,
    build,
    domain,
    from_record,
    has_value,
    may_tell,
    normal_url,
    original,
    published,
    storable,
    value_at,
    words,
)
from bias.ingest.fields.columns import candidates, check_mapping, column_map, find_columns

__all__ = [
    "BadRowError",
    "Found",
    "article_id",
    "build",
    "candidates",
    "check_mapping",
    "column_map",
    "domain",
    "find_columns",
    "from_record",
    "has_value",
    "may_tell",
    "normal_url",
    "original",
    "published",
    "storable",
    "value_at",
    "words",
]
