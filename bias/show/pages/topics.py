"""Topics & time: what outlets write about, and when; a click opens the articles."""

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import Corpus, dictionary, outlets_behind
from bias.errors import BadInputError
from bias.show.widgets import cards, controls, evidence, parts, session
from bias.show.widgets.controls import OUTLETS, TIME


def show() -> None:
    card = session.ask(compare.topics, session.where())
    if not card.board.coverage.matched:
        parts.nothing_here()
        return
    if card.board.rows.empty:
        of = card.board.coverage
        parts.still_waiting(of.read, of.waiting)
        st.info(
            "No article has a topic yet.  Topics are learned from sixty articles on; or name your own and "
            "their words in the corpus folder, then read again:"
        )
        st.code(EXAMPLE, language="toml")
        add()
        every_article()
        return
    with controls.row() as choose:
        view = controls.by(choose, (OUTLETS, TIME))
        over = controls.unit(choose) if view == TIME else ""
        with controls.more():
            controls.highlight()
    if view == TIME:
        cards.over_time(compare.topics_over_time, over)
    else:
        with cards.figure_card(card):
            behind(card.marks)
    add()
    what()


EXAMPLE = '# topics.toml\n[topics]\nEnergy = ["gas deal", "power plant", "electricity"]'


def behind(rows: pd.DataFrame) -> None:
    """The articles behind the cell that was clicked, or that was chosen by name."""
    found = evidence.choose(rows, "articles")
    if not found:
        return
    topic, label = dict(found[0])["topic"], found[1]
    articles = session.ask(
        compare.articles_about, session.where(), topic=topic, outlets=outlets_behind(found[0])
    )
    st.markdown(f"**{compare.counted(len(articles), 'article')}** · {parts.md(label)}")
    parts.article_list(articles, key="topics")


def every_article() -> None:
    """The articles themselves, where no topic groups them."""
    found = session.ask(Corpus.articles, session.where())
    parts.heading(compare.counted(len(found), "article"))
    parts.article_list(found[["article_id", "outlet", "published", "title"]], key="topics-none")


def add() -> None:
    """A topic of the reader's own, written into the corpus folder."""
    with st.expander("Add a topic of your own"):
        with st.form("add-topic", border=False):
            name = st.text_input("Name", key="topic-name", placeholder="Energy")
            words = st.text_input(
                "Words, phrases or names, with commas", key="topic-words",
                placeholder="gas deal, power plant, electric*",
                help="An article is about it that has one in its title, or two places in its text.",
            )  # fmt: skip
            pressed = st.form_submit_button("Add")
        if pressed:
            try:
                dictionary.add_topic(session.corpus().path / "topics.toml", name, words.split(","))
            except BadInputError as error:
                st.error(parts.md(str(error)))
                return
            session.reader(session.corpus_path()).start()
            st.success("Written to topics.toml.  The articles are being gone through; reload in a moment.")


def what() -> None:
    """What the topics are made of."""
    found = session.ask(compare.topic_words, session.where())
    with st.expander("What the topics are"):
        if found.own:
            st.markdown(f"**Yours** (`topics.toml`): {parts.md(', '.join(found.own))}.")
        if found.learned:
            st.markdown("**Learned** from the words of this corpus, each with its strongest words:")
            st.markdown(
                "\n".join(
                    f"- {parts.md(name)}: {parts.md(', '.join(terms))}"
                    for name, terms in found.learned.items()
                )
            )
        st.caption(
            "Learned topics are factors of words (NMF of TF-IDF).  They keep their names when articles are "
            "added, and are learned anew when a corpus has doubled.  Your own, in `topics.toml`, come first:"
        )
        st.code(EXAMPLE, language="toml")


show()
