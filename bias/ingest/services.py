"""Services and programs whose tables are told by columns that only they have; some give no texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """A service or program: the columns that tell it, compared in lower case without signs."""

    name: str
    files: str
    marks: frozenset[str]
    read: str
    texts: bool = True  # whether it gives texts at all


def _of(name: str, files: str, marks: str, read: str, *, texts: bool = True) -> Service:
    return Service(name, files, frozenset(marks.split()), read, texts)


_LIST = "refused: a list of addresses without texts"
SERVICES: tuple[Service, ...] = (
    _of("Guardian", ".json", "webtitle weburl webpublicationdate",
        "title, outlet, date, author, section, words, text"),
    _of("NewsAPI", ".json", "urltoimage publishedat",
        "title, outlet, date, author; stubs (“… [+1203 chars]”) are refused"),
    _of("Event Registry", ".json", "uri datatype isduplicate", "title, outlet, date, authors, text"),
    _of("news-please", ".json, .jsonl", "maintext sourcedomain", "title, outlet, date, authors, text"),
    _of("newspaper4k", ".json", "topimage metasitename", "title, outlet, date, authors, text"),
    _of("newspaper3k", ".json", "topimage movies", "title, date, authors, text"),
    _of("trafilatura", ".json, .csv", "fingerprint hostname", "title, outlet, date, author, text"),
    _of("fundus", ".json", "publishingdate freeaccess", "title, date, authors, and the text of its sections"),
    _of("Label Studio", ".json", "annotations data", "the fields of its tasks"),
    _of("Elasticsearch", ".json, .jsonl", "index source", "the fields below _source"),
    _of("MongoDB", ".json, .jsonl", "idoid", "its fields; dates as $date"),
    _of("ProQuest", ".xls, .xlsx", "pubtitle pubdate fulltext",
        "title, outlet, date, authors, page, address, text"),
    _of("CC-News", ".parquet", "plaintext publisheddate requestedurl", "title, outlet, date, author, text"),
    _of("NELA-GT", ".json", "publishedutc content", "title, outlet, date, author, text"),
    _of("quanteda, readtext", ".csv, .rds", "docid text",
        "the text; outlet and date of ids like Gazette_2019-03-04.txt"),
    _of("Media Cloud", ".csv", "mediaurl publishdate", _LIST, texts=False),
    _of("Media Cloud", ".csv", "storiesid mediaid", _LIST, texts=False),
    _of("GDELT", ".json, .csv", "seendate socialimage", _LIST, texts=False),
    _of("GDELT", ".csv", "globaleventid", _LIST, texts=False),
    _of("GDELT", ".csv", "gkgrecordid", _LIST, texts=False),
    _of("New York Times", ".json", "snippet weburl", "refused: abstracts and addresses without texts",
        texts=False),
)  # fmt: skip


def service_of(columns: Iterable[str]) -> Service | None:
    """The service that a table's columns tell; None for any other table."""
    plain = {re.sub(r"[\W_]+", "", column).lower() for column in columns}
    return next((one for one in SERVICES if one.marks <= plain), None)
