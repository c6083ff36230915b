"""HTML of ours whose links lead to other pages within the session, and set choices of this one.

A plain link would open the dashboard anew; Streamlit's own page links are buttons in a row, and no table of
two hundred cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import streamlit as st
from markupsafe import Markup

from bias.show.widgets import parts

# A click with a modifier is the browser's: it opens the address, which holds the filters too.
JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  let box = parentElement.querySelector(".bias-linked");
  if (!box) {
    box = document.createElement("div");
    box.className = "bias-linked";
    parentElement.appendChild(box);
  }
  if (box.innerHTML_ !== data.html) {
    box.innerHTML = data.html;
    box.innerHTML_ = data.html;
  }
  box.onclick = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("to", link.getAttribute("href"));
  };
}
"""
_mount = st.components.v2.component("bias_links", js=JS, isolate_styles=False)


def href(page: str, query: Mapping[str, str]) -> str:
    """The address of a page by its name, with the filters of this one."""
    kept = {key: st.query_params.get_all(key) for key in FILTERS if key in st.query_params}
    return f"{page}?{urlencode({**kept, **query}, doseq=True)}"


FILTERS = ("by", "outlets", "groups", "topics", "genres", "words", "from", "to", "once")


def linked(html: Markup, *, key: str) -> None:
    """HTML by a template of ours; its links are those of `href`, or "?choice=value" for one of this page."""

    def choose() -> None:
        if (to := st.session_state[key].to or "").startswith("?"):
            st.query_params.update(dict(parse_qsl(to[1:], keep_blank_values=True)))

    found = _mount(data={"html": str(html)}, key=key, on_to_change=choose)
    if found.to and not found.to.startswith("?"):
        follow(found.to)


def follow(to: str) -> None:
    """Another page, by an address of `href`; filters go along by themselves."""
    address = urlsplit(to)
    query = {name: found for name, found in parse_qs(address.query).items() if name not in FILTERS}
    st.switch_page(parts.page_named(address.path), query_params=query)
