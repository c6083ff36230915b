"""Method: how well each step reads, how numbers are counted, and what each measure is."""

import streamlit as st

from bias import compare
from bias.show.widgets import parts

ACCURACY, COUNTED, MEASURES, MODELS = "How well it reads", "How it is counted", "Measures", "Models"


def show() -> None:
    st.title("Method", anchor=False)
    view = parts.choose_view((ACCURACY, COUNTED, MEASURES, MODELS), key="method")
    {ACCURACY: accuracy, COUNTED: counted, MEASURES: measures, MODELS: models}[view]()


def accuracy() -> None:
    st.markdown(
        "Every number in this dashboard is counted from what the program read, so it is as right as the "
        "reading.  This is how right: each step against annotations that it was not trained on.  Intervals "
        "on the charts hold chance, not these errors."
    )
    st.html(parts.table_html(compare.accuracy_table()))
    st.caption(
        "“Our own” texts are invented, and written for this program.  The commands repeat each figure."
    )


def counted() -> None:
    st.markdown(compare.method_text())


def measures() -> None:
    found = compare.measure_table().drop(columns="key")
    st.html(
        parts.table_html(
            found[["label", "view", "reading", "formula", "caveat", "source"]].rename(columns=str.capitalize)
        )
    )


def models() -> None:
    found = compare.model_cards()
    chosen = parts.choose("Model", "model", {name: name.capitalize() for name in found})
    st.markdown(found[chosen])


show()
