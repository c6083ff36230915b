"""The dashboard: the list of its pages, and the filters that they share."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from bias.errors import BiasError
from bias.processes import end_with_parent
from bias.show.corpora import reading, start
from bias.show.widgets import browser, filters, parts, session

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#3f90da">
<path d="M4 17h4l2-4V6H3v7h3zm10 0h4l2-4V6h-7v7h3z"/></svg>"""  # drawn here: a named icon would be fetched


def listed(page: str | Callable[[], None], title: str, icon: str, path: str, **more: Any) -> dict[str, Any]:
    """A page of the menu."""
    return {"page": page, "title": title, "icon": f":material/{icon}:", "url_path": path, **more}


MENU = {
    "Explore": [
        listed(parts.OVERVIEW, "Overview", "dashboard", "", default=True),
        listed(parts.OUTLET, "Outlets", "newspaper", "outlets"),
        listed(parts.STORIES, "Same story", "compare", "stories"),
        listed(parts.SOURCING, "Sourcing", "record_voice_over", "sourcing"),
        listed(parts.SPEAKERS, "Speakers", "groups", "speakers"),
        listed(parts.TONE, "Tone", "thermostat", "tone"),
        listed(parts.FRAMING, "Framing", "filter_frames", "framing"),
        listed(parts.WORDING, "Wording", "format_quote", "wording"),
        listed(parts.TOPICS, "Topics & time", "calendar_month", "topics"),
        listed(parts.ARTICLE, "Article", "article", "article", visibility="hidden"),  # sentences open it
    ],
    "Teach": [listed(parts.CLASSROOM, "Classroom", "school", "classroom")],
    "Corpus": [
        listed(
            start.show, "Corpora", "folder_open", "corpora",
            visibility="visible" if session.switchable() else "hidden",
        ),
        listed(parts.IMPORT, "Import", "upload_file", "import"),
        listed(parts.ARTICLES, "Articles", "edit_note", "articles"),
        listed(parts.EXPORT, "Export", "ios_share", "export"),
    ],
    "About": [listed(parts.METHOD, "Method", "rule", "method")],
}  # fmt: skip
WITHOUT_FILTERS = {"Article", "Corpora", "Import", "Method"}  # of all articles, of one, or of none

end_with_parent()
st.set_page_config(page_title="bias", page_icon=ICON, layout="wide")
st.html(parts.STYLE + (parts.DARK if session.dark() else ""))
browser.begin()
session.choose_corpus()
page = st.navigation(
    {group: [st.Page(**one) for one in pages] for group, pages in MENU.items()},
    expanded=True,
    position="sidebar" if session.corpus_path() else "hidden",
)
start.go_on()
try:
    if session.corpus_path():
        reading.go_on()
        name = session.corpus().name if page.title == "Overview" else page.title
        filters.head(name, page.url_path, seen=page.title not in WITHOUT_FILTERS and not session.presenting())
        page.run()
    else:
        start.show()
except BiasError as error:
    st.error(parts.md(str(error)))
