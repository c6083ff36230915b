"""Article: the whole text with its sources, reporting words and contents marked."""

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from bias import compare
from bias.markup import fragment
from bias.show.widgets import article, browser, parts, session
from bias.show.widgets.article import FRAMING, SOURCES, TONE, WORDING

MOST_LISTED = 500
SHOWN = 10  # to begin with


def show() -> None:
    articles = session.ask(compare.article_list, session.where())
    linked = "article" in st.query_params
    if not linked:
        st.title("Article", anchor=False)
    if articles.empty and not linked:
        parts.nothing_here()
        return
    chosen = picker(articles)
    if chosen:
        one(chosen)
    else:
        newest(articles)


def newest(articles: pd.DataFrame) -> None:
    """A few to begin with, where none is chosen."""
    st.caption("The newest:")
    for row in articles.head(SHOWN).to_dict("records"):
        parts.article_link(row["article_id"], row["name_in_list"])


def open_picked() -> None:
    """Callback: the article goes into the link, so that it can be shared."""
    st.query_params.pop("at", None)
    st.query_params.pop("article", None)
    if st.session_state["picked"]:
        st.query_params["article"] = st.session_state["picked"]


def picker(articles: pd.DataFrame) -> str:
    """The article of the link, or one picked from those that the filters let through."""
    listed = articles.head(MOST_LISTED)
    names = dict(zip(listed["article_id"], listed["name_in_list"], strict=True))
    linked = st.query_params.get("article")
    if linked:
        names.setdefault(linked, "The article of the link, which is not in the list")
    st.session_state["picked"] = linked
    chosen = st.selectbox(
        "Article",
        list(names),
        index=None,
        key="picked",
        format_func=names.__getitem__,
        on_change=open_picked,
        placeholder="Choose an article, or type words of its title",
    )
    if len(articles) > MOST_LISTED:
        st.caption(
            f"The newest {MOST_LISTED} of {len(articles):,} are listed; the filters lead to the others."
        )
    return chosen or ""


def one(article_id: str) -> None:
    page = session.ask(compare.article_page, article_id)
    if page is None:
        st.error(
            f"This corpus has no article {parts.md(article_id)}.  The link may belong to another corpus."
        )
        return
    shown = SOURCES
    if page.state == "read":
        shown = st.segmented_control(
            "Show", (SOURCES, TONE, FRAMING, WORDING), default=SOURCES, required=True, key="show",
            bind="query-params", label_visibility="collapsed",
        ) or SOURCES  # fmt: skip
    chosen = article.in_link(st.query_params.get("at", ""))
    head(page, shown, chosen)
    frame = compare.frame_marks(page, *choose_frame(page)) if shown == FRAMING else ()
    article.text(page, shown, chosen=chosen, frame=frame)
    if chosen is not None:
        about = (page.article.id, chosen, shown)
        browser.bring_up(browser.CHOSEN, browser.new_number("article", about))
    if page.state == "read":
        {SOURCES: attributions, TONE: tones, FRAMING: frames, WORDING: wordings}[shown](page)
    with st.expander("Where each field comes from"):
        st.dataframe(compare.field_sources(page), hide_index=True)


def head(page: compare.ArticlePage, shown: str, chosen: int | None) -> None:
    in_title = article.title_marks(page, shown)
    title = compare.to_html(page.article.title, in_title, chosen=chosen, numbered=False)
    parts.title(title or "No title", article.facts(page))
    if safe_address(url := page.article.url):
        st.html(fragment("dashboard", "address", url, parts.shortened(url, 90)))
    if page.tellers > 1:
        others = compare.counted(page.tellers - 1, "other outlet")
        parts.story_link(page.story, f"The same story in {others}")
    if page.state == "read":
        genre(page)
        st.html(article.legend(page, shown))
    elif page.state == "waiting":
        parts.not_read(1)
    else:
        st.warning(parts.md(f"{page.state[:1].upper()}{page.state[1:]}: {page.reason}"))


def genre(page: compare.ArticlePage) -> None:
    """Its genre with the reason, and a way to correct it."""
    why = "decided here" if page.genre_by_hand else page.genre_because
    st.markdown(f"Genre: **{compare.genre_name(page.genre)}**" + (f" ({parts.md(why)})" if why else ""))
    with st.expander("Why, and correct it"):
        for mark in page.genre_marks:
            parts.words(mark.span.slice(page.article.text), "bias-quote", language=page.language)
        codes = session.corpus().genre_codes
        if page.genre_by_hand:
            if st.button("Take back", key="ungenre"):
                codes.take_back(page.article.id)
                st.rerun()
            return
        known = list(compare.GENRE_LABELS)
        key = f"genre-{page.article.id}"
        chosen = st.selectbox("It is", known, known.index(page.genre or "unknown"), key=key,
                              format_func=compare.genre_name)  # fmt: skip
        if st.button("Save", key="save-genre"):
            codes.code(page.article.id, chosen)
            st.rerun()


def safe_address(url: str) -> bool:
    """Whether a browser may follow it: an address of the web, and nothing that runs."""
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # not an address at all; it is shown among the fields as it was given
        return False


def attributions(page: compare.ArticlePage) -> None:
    parts.heading("Statements")
    if page.attributions.empty:
        st.markdown("Nobody is quoted or paraphrased in this article, as far as the program can tell.")
        return
    listed = compare.attribution_table(page)
    st.dataframe(
        listed, hide_index=True, column_config={"Confidence": st.column_config.NumberColumn(format="%.2f")}
    )
    parts.download(listed, f"attributions-{page.article.id}")


def choose_frame(page: compare.ArticlePage) -> tuple[str, str]:
    """A codebook, and one of its frames: the strongest in this article where none is chosen."""
    left, right = st.columns(2)
    titles = {name: book.title for name, book in page.books.items()}
    with left:
        codebook = parts.choose("Codebook", "codebook", titles)
    with right:
        found = compare.article_frames(page, codebook)
        frame = parts.choose("Frame", "frame", dict(zip(found["frame"], found["label"], strict=True)))
    return codebook, frame


def frames(page: compare.ArticlePage) -> None:
    parts.heading("How strongly it carries each frame")
    codebook = st.session_state["codebook"]
    found = compare.article_frames(page, codebook)
    names = {
        "label": "Frame",
        "score": "Score",
        "present": "Present",
        "sentences": "Sentences with seed words",
    }
    listed = found[list(names)].rename(columns=names)
    st.dataframe(
        listed, hide_index=True, column_config={"Score": st.column_config.NumberColumn(format="%.2f")}
    )
    st.caption(parts.md(page.books[codebook].score))
    parts.download(listed, f"frames-{page.article.id}")
    code_frames(page, codebook)


def code_frames(page: compare.ArticlePage, codebook: str) -> None:
    """A person's own word on the frames of an article; nothing is ticked beforehand by what was read."""
    frames, codes = page.books[codebook].frames, session.corpus().frame_codes
    done = compare.coded_frames(page, codebook)
    with st.expander("Code this article yourself" if done is None else "What you coded"):
        if done is not None:
            st.markdown(parts.md("; ".join(done) or "none of the frames"))
            if st.button("Take back", key="uncode"):
                codes.take_back(page.article.id, codebook)
                st.rerun()
            return
        st.caption("Read the text, then tick what it carries.  Frames are learned from it: see Framing.")
        with st.form(f"code-{codebook}-{page.article.id}", border=False):
            ticks = {
                key: st.checkbox(frame.label, key=f"code-{codebook}-{key}", help=parts.md(frame.definition))
                for key, frame in frames.items()
            }
            if st.form_submit_button("Save"):
                codes.code(page.article.id, codebook, ticks)
                st.rerun()


def wordings(page: compare.ArticlePage) -> None:
    parts.heading("Words that tell the reader what to think")
    if page.wordings.empty:
        st.markdown("None in this article, as far as the program can tell.")
        return
    st.caption("Point at a mark in the text for the reason why it is there.")
    listed = compare.wording_rows(page)
    st.dataframe(listed, hide_index=True)
    parts.download(listed, f"wording-{page.article.id}")


def tones(page: compare.ArticlePage) -> None:
    parts.heading("Who is spoken of, and how")
    if page.tones.empty:
        st.markdown("Nobody is named in this article, as far as the program can tell.")
        return
    number = st.column_config.NumberColumn(format="%.2f")
    found = compare.stance_rows(page)
    if len(found):
        st.caption(
            "The stance of the whole article in the outlet's own voice, from all its mentions there; what is "
            "quoted does not count."
        )
        columns = dict.fromkeys(("Unfavourable", "Plain", "Favourable"), number)
        st.dataframe(found, hide_index=True, column_config=columns)
        parts.download(found, f"stances-{page.article.id}")
    else:
        st.markdown("Whoever is named here is named in words that it quotes: it has no stance of its own.")
    parts.heading("Mention by mention")
    st.caption("Each is judged in its sentence; point at one in the text for its probabilities.")
    listed = compare.mention_rows(page)
    columns = dict.fromkeys(("Negative", "Neutral", "Positive"), number)
    st.dataframe(listed, hide_index=True, column_config=columns)
    parts.download(listed, f"mentions-{page.article.id}")


show()
