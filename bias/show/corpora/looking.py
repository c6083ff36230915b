"""The second step of an import: which column is which, how dates are read, and what would be rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from bias import compare, reading
from bias.ingest import Head, Options, Preview, column_map
from bias.model import Article
from bias.show.widgets import parts, session

MOST = 1_000  # articles of a file that are looked at
FIELDS = {
    "text": "Text", "outlet": "Outlet", "title": "Title", "published": "Date", "author": "Author",
    "url": "Address",
}  # fmt: skip
NONE = "none"
ORDERS = {"": "I do not know", "dmy": "day first: 03/04 is 3 April", "mdy": "month first: 03/04 is 4 March"}
_ORDER = "order-of-dates"
PACKED = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")
_ROWS, _LANGUAGES, _REJECTED = 10, 200, 10


def options(heads: Mapping[str, Head | None]) -> dict[str, Options]:
    """How each file is to be read: by its columns, and by what is said of all."""
    chosen: dict[tuple[str, ...], dict[str, str]] = {}
    for names, found in alike(heads):
        chosen[found.columns] = columns_of(names, found)
    outlet = st.text_input(
        "Outlet of articles that name none", key="outlet-of-all", placeholder="Leave empty if you do not know"
    )
    order = str(st.session_state.get(_ORDER) or "")  # asked for below, where dates are in doubt
    pairs, pattern = packed(list(heads))
    return {
        name: Options(chosen[found.columns] if found else pairs, outlet.strip(), order, pattern)
        for name, found in heads.items()
    }


def alike(heads: Mapping[str, Head | None]) -> Iterator[tuple[list[str], Head]]:
    """Tables that have the same columns are asked about once: their names, and the head of one."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, found in heads.items():
        if found:
            groups.setdefault(found.columns, []).append(name)
    for names in groups.values():
        if found := heads[names[0]]:
            yield names, found


def columns_of(names: Sequence[str], found: Head) -> dict[str, str]:
    """Field → column, as chosen, where it is another than the usual names tell."""
    said = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    known = "text" in found.found
    told = known and bool({"outlet", "url"} & set(found.found))  # an address tells the outlet as well
    with st.expander(f"Columns of {parts.md(said)}", expanded=not told):
        if found.guessed:
            guessed = ", ".join(FIELDS[field].lower() for field in found.guessed)
            st.info(f"No column has a name that tells the {guessed}: what is chosen is a guess.  Check it.")
        boxes = st.columns(3)
        chosen = {field: one_column(boxes[number % 3], field, found) for number, field in enumerate(FIELDS)}
    return {field: column for field, column in chosen.items() if column != found.found.get(field, "")}


def one_column(box: st.delta_generator.DeltaGenerator, field: str, found: Head) -> str:
    """The column that holds a field, as the user has it; empty for none."""
    suggested = found.found.get(field) or found.guessed.get(field, "")
    listed = ["", *found.columns]
    column = box.selectbox(
        FIELDS[field], listed, listed.index(suggested) if suggested in listed else 0,
        format_func=lambda one: one or NONE, key=f"column-{field}-{'|'.join(found.columns)}",
    )  # fmt: skip
    example = found.example(column) if column else ""
    box.caption(f"for instance: {parts.md(parts.shortened(example, 60))}" if example else "…")
    return str(column)


def packed(names: Sequence[str]) -> tuple[dict[str, str], str]:
    """What is said of files within packed ones: columns with other names, and what their paths tell."""
    if not any(name.lower().endswith(PACKED) for name in names):
        return {}, ""
    with st.expander("Files within packed files"):
        columns = st.text_input(
            "Columns with other names", placeholder="outlet=paper, published=day", key="packed-columns",
            help="field=column.  The fields are outlet, title, text, published, url and author.",
        )  # fmt: skip
        pattern = st.text_input(
            "What their paths tell", placeholder="{outlet}/{date}/{title}", key="packed-paths",
            help="Empty: the folder above a file is its outlet, and a date in a name its day.",
        )  # fmt: skip
    return column_map(columns.split(",")), pattern.strip()


def show(found: Mapping[str, Preview]) -> None:
    """What would come in, what would not and why; ten articles as they would be."""
    articles = [article for one in found.values() for article in one.articles]
    rejected = [rejection for one in found.values() for rejection in one.rejections]
    st.markdown(summary(articles, len(rejected), whole=all(one.whole for one in found.values())))
    doubts(articles, [told for one in found.values() for told in one.ambiguous()])
    if articles:
        st.dataframe(table(articles[:_ROWS]), hide_index=True, key="ten-rows")
        with st.expander("Where each field is taken from"):
            st.dataframe(ways(found), hide_index=True)
    for reason, n in Counter(one.reason for one in rejected).most_common(_REJECTED):
        where = next(one for one in rejected if one.reason == reason)
        row = "" if where.row is None else f", row {where.row}"
        more = f" and {n - 1:,} more" if n > 1 else ""
        st.markdown(f"- Not taken: {parts.md(where.path)}{row}{more}: {parts.md(reason)}")


def summary(articles: Sequence[Article], rejected: int, *, whole: bool) -> str:
    known = session.corpus().article_ids()
    here = sum(article.id in known for article in articles)
    said = [f"**{compare.counted(len(articles), 'article')}**"]
    said += [f"{here:,} of them here already"] if here else []
    said += [f"{compare.counted(rejected, 'row')} rejected"] if rejected else []
    most = "" if whole else f"  Of each file the first {MOST:,} at most were looked at; there are more."
    return f"{', '.join(said)}.  Nothing is written yet.{most}"


def doubts(articles: Sequence[Article], ambiguous: Sequence[str]) -> None:
    """What a user can still mend before the import."""
    if ambiguous:
        some = ", ".join(dict.fromkeys(ambiguous[:5]))
        st.warning(
            f"{compare.counted(len(ambiguous), 'date')} could be two, and count as unknown until you say "
            f"which comes first: {parts.md(some)}"
        )
    if ambiguous or st.session_state.get(_ORDER):
        st.segmented_control("Dates like 03/04/2019", ORDERS, key=_ORDER, format_func=ORDERS.__getitem__)
    if unnamed := sum(not article.outlet for article in articles):
        st.warning(
            f"{compare.counted(unnamed, 'article')} without an outlet: choose its column, or write its name "
            "above.  Only articles of named outlets are compared."
        )
    undated = sum(not article.published for article in articles) - len(ambiguous)
    if undated > 0:
        st.info(f"{compare.counted(undated, 'article')} without a date: they are in no chart over time.")
    foreign = Counter(language(article) for article in articles[:_LANGUAGES])
    unread = {name: n for name, n in foreign.items() if name not in reading.READABLE_LANGUAGES}
    if unread:
        listed = ", ".join(f"{name} ({n:,})" for name, n in foreign.most_common() if name)
        st.info(f"Languages: {listed}.  Only English is read; articles in other languages are kept unread.")


def language(article: Article) -> str:
    """As the file tells, or as the reading would tell it."""
    return article.language or reading.detect_language(f"{article.title}\n{article.text}")


def table(articles: Sequence[Article]) -> pd.DataFrame:
    """Ten articles as they would be."""
    rows = [
        (
            one.outlet or "unknown", one.published[:10] or "unknown", one.title, language(one) or "unknown",
            len(one.text.split()), parts.shortened(" ".join(one.text.split())),
        )
        for one in articles
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Outlet", "Date", "Title", "Language", "Words", "Text"])


def ways(found: Mapping[str, Preview]) -> pd.DataFrame:
    """File by file, in how many articles a field was found in which way."""
    rows = [
        (name, field, how or "nothing", n, example)
        for name, one in found.items()
        for field, how, n, example in one.ways()
    ]
    return pd.DataFrame(rows, columns=["File", "Field", "Taken from", "Articles", "For instance"])
