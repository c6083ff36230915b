"""Export: a report, tables and codebooks that leave the dashboard."""

from functools import partial

import streamlit as st

from bias import compare
from bias.corpus import TABLES, Corpus
from bias.show.outputs import bundle, files, refi_qda
from bias.show.reports import pdf, report
from bias.show.widgets import cards, corrections, parts, session

ROLES = "roles"
FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "jsonl": "JSON lines"}


def show() -> None:
    st.markdown(
        "Each chart has its own files, under *Export* beside it: pictures, data, a page, a caption.  Here is "
        "what is larger than a chart."
    )
    if not session.ask(compare.coverage, session.where()).matched:
        parts.nothing_here()
        return
    report_of_all()
    tables()
    codebooks()
    corrections.listing()


def report_of_all() -> None:
    """One page that says what the dashboard says, for the articles that the filters let through."""
    parts.heading("A report")
    st.markdown(
        "One file to read, print and pass on: what the outlets do, in plain words with intervals; the main "
        "charts; sentences behind them; method, measured accuracy, limits.  It is about the articles that "
        "the filters let through."
    )
    if not bundle.available():
        st.info(cards.NO_PICTURES)
        return
    left, right = st.columns(2)
    with left:
        targets = st.multiselect(
            "Tone toward",
            list(known := session.ask(compare.targets, session.where())),
            key="report-targets",
            format_func=known.__getitem__,
            placeholder="Those about whom outlets differ most",
            max_selections=6,
        )
    events = session.ask(compare.story_list, session.where())
    names = dict(zip(events["story"], events["label"], strict=True))
    with right:
        stories = st.multiselect(
            "Events",
            list(names),
            key="report-stories",
            format_func=names.__getitem__,
            placeholder="Those that most outlets tell",
            max_selections=6,
        )
    corpus, where, link = session.corpus(), session.where(), cards.link()
    choice = report.Choice(targets=tuple(targets), stories=tuple(stories))

    def page() -> str:
        return report.report(corpus, where, choice, link=link)

    with st.container(horizontal=True):
        parts.offer(
            "Make the report", lambda: page().encode(), "report.html", icon="description", type="primary",
            key="report",
        )  # fmt: skip
        if pdf.available():
            parts.offer(
                "As PDF", lambda: pdf.pdf(page()), "report.pdf", icon="picture_as_pdf", key="report-pdf"
            )


def tables() -> None:
    parts.heading("Tables")
    known = TABLES
    name = parts.choose("Table", "table", {one: f"{one}: {what}" for one, what in known.items()})
    with_text = False
    if name == "articles":
        with_text = st.toggle(
            "With the texts",
            key="with-text",
            help="Most texts belong to somebody.  Numbers can be checked by ids, addresses and places alone.",
        )
    corpus = session.corpus()
    with st.container(horizontal=True):
        for kind, label in FORMATS.items():
            make = partial(table_file, corpus, name, kind, with_text=with_text)
            parts.offer(label, make, f"{name}.{kind}", key=f"table-{kind}")
    st.caption("Whole tables, whatever the filters say; every column is told in docs/data-format.md.  Or:")
    parts.command("export", f"{name} --to {name}.parquet")


def table_file(corpus: Corpus, name: str, kind: str, *, with_text: bool) -> bytes:
    return files.table_bytes(corpus.table(name, with_text=with_text), kind)


def codebooks() -> None:
    parts.heading("Codebooks")
    books = session.ask(compare.frame_books)
    titles = {name: book.title for name, book in books.items()} | {ROLES: "Roles and sides of sources"}
    name = parts.choose("Codebook", "codebook-file", titles)
    book = (
        refi_qda.of_roles(session.corpus().codebook()) if name == ROLES else refi_qda.of_frames(books[name])
    )
    with st.container(horizontal=True):
        for kind, label in (("qdc", "REFI-QDA (.qdc)"), ("csv", "CSV")):
            made = refi_qda.qdc(book) if kind == "qdc" else files.csv(refi_qda.table(book))
            parts.offer(label, made, f"{name}.{kind}", key=f"codebook-{kind}")
    st.caption("ATLAS.ti, MAXQDA, NVivo, QualCoder and others read .qdc: import it as a codebook.")


show()
