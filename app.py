"""The dashboard: the list of its pages, and the filters that they share."""

import streamlit as st

from bias.errors import BiasError
from bias.processes import end_with_parent
from bias.show.corpora import start
from bias.show.widgets import parts, session

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#3f90da">
<path d="M4 17h4l2-4V6H3v7h3zm10 0h4l2-4V6h-7v7h3z"/></svg>"""  # drawn here: a named icon would be fetched

end_with_parent()
st.set_page_config(page_title="bias", page_icon=ICON, layout="wide")
st.html(parts.STYLE + (parts.DARK if session.dark() else ""))
session.choose_corpus()
page = st.navigation(
    [
        st.Page(parts.OVERVIEW, title="Overview", icon=":material/dashboard:", default=True),
        st.Page(parts.STORIES, title="Same story", icon=":material/compare:", url_path="stories"),
        st.Page(parts.TOPICS, title="Topics & time", icon=":material/calendar_month:", url_path="topics"),
        st.Page(parts.SOURCING, title="Sourcing", icon=":material/record_voice_over:", url_path="sourcing"),
        st.Page(parts.SPEAKERS, title="Speakers", icon=":material/groups:", url_path="speakers"),
        st.Page(parts.TONE, title="Tone", icon=":material/thermostat:", url_path="tone"),
        st.Page(parts.FRAMING, title="Framing", icon=":material/filter_frames:", url_path="framing"),
        st.Page(parts.WORDING, title="Wording", icon=":material/format_quote:", url_path="wording"),
        st.Page(parts.ARTICLE, title="Article", icon=":material/article:", url_path="article"),
        st.Page(parts.CLASSROOM, title="Classroom", icon=":material/school:", url_path="classroom"),
        st.Page(parts.START, title="Corpora", icon=":material/folder_open:", url_path="corpora"),
        st.Page(parts.IMPORT, title="Import", icon=":material/upload_file:", url_path="import"),
        st.Page(parts.EXPORT, title="Export", icon=":material/ios_share:", url_path="export"),
        st.Page(parts.METHOD, title="Method", icon=":material/rule:", url_path="method"),
    ],
    expanded=True,
    position="sidebar" if session.corpus_path() else "hidden",
)
start.go_on()
try:
    if session.corpus_path():
        session.sidebar()
        page.run()
    else:
        start.show()
except BiasError as error:
    st.error(parts.md(str(error)))
