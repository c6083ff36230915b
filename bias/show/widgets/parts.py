"""Pieces that several pages show: empty states, lists of evidence, a chart with its table.  Asks nothing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Coverage
from bias.corpus import Progress
from bias.markup import fragment
from bias.show import charts
from bias.show.outputs import files
from bias.show.widgets import session

PAGES = Path(__file__).resolve().parents[1] / "pages"
(
    OVERVIEW, STORIES, TOPICS, SOURCING, SPEAKERS, TONE, FRAMING, WORDING, ARTICLE, CLASSROOM, EXPORT, METHOD,
    OUTLET,
) = (
    str(PAGES / f"{name}.py")
    for name in (
        "overview", "stories", "topics", "sourcing", "speakers", "tone", "framing", "wording", "article",
        "classroom", "exports", "method", "outlet",
    )
)  # fmt: skip
IMPORT, ARTICLES = (str(PAGES.with_name("corpora") / f"{name}.py") for name in ("import_", "articles"))

# address → page, where its module is not called so
ADDRESSES = {"import": IMPORT, "articles": ARTICLES, "export": EXPORT, "outlets": OUTLET, "": OVERVIEW}

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":(?=[\w+/-]+:)")  # :smile: and :material/home: work even escaped

# Three parts that differ without colour: bold, underlined, on a ground.  The mixes follow either theme.
STYLE = """<style>
.bias-text, .bias-quote { overflow-wrap: anywhere; unicode-bidi: isolate; white-space: pre-wrap; }
.bias-text { line-height: 1.75; max-width: 46em; font-size: 1.05rem; }
.bias-quote { line-height: 1.6; max-width: 52em; white-space: normal; }
.bias-source { font-weight: 700; }
.bias-cue { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px;
  text-decoration-color: #e76300; }
.bias-content { background: color-mix(in srgb, #3f90da 26%, transparent); border-radius: 2px;
  padding: .08em 0; }
.bias-panel-head { scroll-margin-top: 30vh; border-radius: 4px; }
.stMainBlockContainer h2.bias-panel-head { padding: .2rem .5rem; }
.bias-panel-head:focus { outline: none; }
.bias-panel-head:focus-visible { outline: 2px solid var(--bias-ring); outline-offset: -2px; }
[class*="st-key-open-"] button p { text-align: left; overflow-wrap: anywhere; }
.bias-over { max-height: 58vh; overflow-y: auto; }
@media (max-width: 640px) { .bias-over { max-height: 48vh; } }
@media (max-width: 640px) { .bias-panel-head { scroll-margin-top: 10rem; } }
.bias-panel-head .bias-facts { font-size: 1rem; font-weight: 400; margin-left: .4rem; }
.bias-text span[title] { cursor: help; }
.bias-chosen { outline: 2px solid #e76300; outline-offset: 1px; }
.bias-text span[data-number]::after { content: attr(data-number); font-size: .68em; font-weight: 400;
  vertical-align: super; margin-left: .15em; opacity: .75; text-decoration: none; display: inline-block; }
.bias-negative { background: color-mix(in srgb, #d35400 34%, transparent); border-bottom: 2px solid #d35400; }
.bias-positive { background: color-mix(in srgb, #3f90da 34%, transparent); border-bottom: 2px solid #3f90da; }
.bias-neutral { border-bottom: 2px solid #94a4a2; }
.bias-uncertain { border-bottom: 2px dotted #94a4a2; }
.bias-against { background: color-mix(in srgb, #d35400 34%, transparent); }
.bias-for { background: color-mix(in srgb, #3f90da 34%, transparent); }
.bias-uncertain.bias-against { background: color-mix(in srgb, #d35400 15%, transparent); }
.bias-uncertain.bias-for { background: color-mix(in srgb, #3f90da 15%, transparent); }
.bias-quoted { background: none; }
.bias-negative::after, .bias-positive::after { font-size: .75em; vertical-align: super; font-weight: 700;
  display: inline-block; text-decoration: none; }
.bias-negative::after { content: "−"; }
.bias-positive::after { content: "+"; }
.bias-word { background: color-mix(in srgb, #ffa90e 30%, transparent); border-bottom: 2px solid #b37400; }
.bias-sentence { background: color-mix(in srgb, #3f90da 16%, transparent); border-radius: 2px; }
.bias-left-out { opacity: .55; background: repeating-linear-gradient(135deg,
  color-mix(in srgb, currentColor 14%, transparent) 0 3px, transparent 3px 7px); }
.bias-title { font-size: clamp(1.4rem, 1rem + 1.8vw, 2.1rem); font-weight: 700; line-height: 1.25; margin: 0;
  padding: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
.bias-facts { opacity: .85; overflow-wrap: anywhere; }
.bias-swatch { display: inline-block; width: .8em; height: .8em; border-radius: 50%; vertical-align: -.05em; }
[data-testid="stCaptionContainer"] { color: inherit; opacity: .8; }
.bias-headline { font-size: 1.2rem; font-weight: 700; line-height: 1.3; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
.bias-lead { line-height: 1.6; overflow-wrap: anywhere; unicode-bidi: isolate; }
.bias-whole, .bias-diff { white-space: pre-wrap; max-height: 32rem; overflow-y: auto; }
.bias-diff del { background: color-mix(in srgb, #d35400 22%, transparent); }
.bias-diff ins { background: color-mix(in srgb, #3f90da 26%, transparent); text-decoration: underline; }
.bias-wide { overflow-x: auto; }
.bias-aligned { border-collapse: collapse; width: 100%; min-width: 40rem; }
.bias-aligned th, .bias-aligned td { border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
  padding: .5rem .6rem; text-align: left; vertical-align: top; line-height: 1.45; overflow-wrap: break-word;
  unicode-bidi: isolate; }
.bias-aligned thead th { overflow-wrap: normal; }
.bias-aligned tbody th { width: 10rem; font-weight: 600; }
.bias-aligned .bias-facts { font-size: .85rem; font-weight: 400; margin-top: .25rem; }
.bias-even { table-layout: fixed; }
.bias-absent { opacity: .7; font-style: italic; }
.stMainBlockContainer h3 { font-size: 1.15rem; font-weight: 600; padding: .5rem 0 .25rem; }
.stMainBlockContainer h2 { font-size: 1.35rem; font-weight: 600; padding: .75rem 0 .25rem;
  overflow-wrap: anywhere; }
.stMainBlockContainer h1 { font-size: clamp(1.4rem, 1rem + 1.8vw, 1.8rem); padding: 0 0 .5rem; }
.stMainBlockContainer { max-width: 1120px; padding-top: 3.5rem; }
[class*="st-key-head-"] { margin-bottom: -.6rem; }
:root { --bias-ring: #6f4fa0; }
a:focus-visible, button:focus-visible, summary:focus-visible, [role="tab"]:focus-visible,
[data-testid="stPageLink"] a:focus-visible { outline: 3px solid var(--bias-ring) !important;
  outline-offset: 2px; }
:is([role="group"][data-rac], [data-testid="stTextInputRootElement"],
[data-testid="stTextAreaRootElement"]):has(:is(input, textarea, [role="spinbutton"]):focus-visible) {
  outline: 3px solid var(--bias-ring); outline-offset: -1px; }
label:has(input:focus-visible) { outline: 3px solid var(--bias-ring); outline-offset: 2px; }
:is([data-testid="stMain"], .bias-over, .bias-wide):focus-visible { outline: 3px solid var(--bias-ring);
  outline-offset: -3px; }
.st-key-still-waiting > :first-child { flex: 1 1 60%; width: auto; }
.bias-fold { display: none; }
.bias-fold summary { cursor: pointer; padding: .5rem .75rem; border-radius: .4rem; overflow-wrap: anywhere;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.st-key-controls-row [data-testid="stSelectbox"], .st-key-controls-row [data-testid="stMultiSelect"] {
  min-width: 7.5rem; }
@media (max-width: 640px) {
.bias-fold { display: block; }
  body:not(:has(.bias-fold[open])) .st-key-controls-row { display: none; }
}
[class*="st-key-head-"] [data-testid="stElementContainer"]:has(h2) { flex: 1 1 0; min-width: 0; }
[class*="st-key-head-"] h2 { padding: .25rem 0; }
[class*="st-key-icon-"] [data-testid="stPopoverButton"] { padding: 0 .6rem; min-height: 2.5rem; }
[class*="st-key-icon-"] [data-testid="stPopoverButton"] [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[class*="st-key-icon-"] [data-testid="stPopoverButton"] div[aria-hidden="true"] { display: none; }
[data-testid="stPageLink"] p { white-space: normal; overflow-wrap: anywhere; text-align: left; }
[data-testid="stPageLink"] a { height: auto; }
.stMainBlockContainer [data-testid="stPageLink"] a:not(:hover) { background: transparent; }
.stMainBlockContainer [data-testid="stPageLink"] a p { font-weight: 400; }
</style>"""
# In the dark the colour of what is chosen is light, so words on it are dark.
DARK = """<style>:root { --bias-ring: #b79bea; }
button[kind^="primary"] p, button[kind^="primary"] span { color: #14171c; }</style>"""
LEGEND = (
    '<div class="bias-facts"><span class="bias-source">Source</span>: who says it &nbsp;·&nbsp; '
    '<span class="bias-cue">reporting words</span> &nbsp;·&nbsp; '
    '<span class="bias-content">what is said</span></div>'
)

TONE_LEGEND = (
    '<div class="bias-facts"><span class="bias-negative">spoken of negatively</span> &nbsp;·&nbsp; '
    '<span class="bias-positive">positively</span> &nbsp;·&nbsp; '
    '<span class="bias-neutral">neutrally</span> &nbsp;·&nbsp; '
    '<span class="bias-uncertain">uncertain</span></div>'
)
STANCE_LEGEND = (
    '<div class="bias-facts">Shaded: weighs in the article\'s stance, '
    '<span class="bias-negative bias-against">against</span> or '
    '<span class="bias-positive bias-for">for</span> whom it speaks of, or faintly where '
    '<span class="bias-uncertain bias-against">uncertain</span> &nbsp;·&nbsp; '
    '<span class="bias-neutral">neutral</span> &nbsp;·&nbsp; not shaded: '
    '<span class="bias-negative bias-quoted">in words that it quotes</span></div>'
)
LEFT_OUT_LEGEND = (
    '<div class="bias-facts"><span class="bias-left-out">Hatched</span>: a prompt, credit or note that the '
    "outlet repeats; it was left out of the reading</div>"
)
FRAME_LEGEND = (
    '<div class="bias-facts"><span class="bias-sentence">Sentences with seed words</span> of the frame, and '
    'these <span class="bias-word">words</span>; the model judges the whole text, and where none is marked '
    "it knows no sentence for it</div>"
)
WORD_LEGEND = (
    '<div class="bias-facts"><span class="bias-word">Marked</span>: loaded words, name-calling, scare '
    "quotes, hedges and boosters, harm, and headlines to read against their text</div>"
)


def md(text: str) -> str:
    """Text that Markdown shows as it is: no emphasis, link, icon, formula or colour."""
    one_line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(":\u200b", one_line))


def shortened(text: str, longest: int = 140) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


# -- what to do when there is nothing to show ----------------------------------------------------------


def command(verb: str, rest: str = "") -> None:
    """A command line about the open corpus, to copy."""
    st.code(f"bias {verb} {shlex.quote(session.corpus_path())} {rest}".strip(), language=None)


def nothing_here() -> None:
    """No article to show: because there is none, or because of the filters."""
    no_match() if session.outlets() else no_articles()


def something_read(found: Coverage) -> bool:
    """Whether there is something to show; where there is not, says why."""
    if not found.matched:
        nothing_here()
    elif found.read:
        still_waiting(found.read, found.waiting)
        return True
    elif found.waiting:
        not_read(found.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")
    return False


def no_articles() -> None:
    st.info("This corpus has no articles yet.")
    st.page_link(IMPORT, label="Add articles", icon=":material/upload_file:")


def no_match() -> None:
    st.info("No article matches the filters.  Take one away, or clear them all.")
    st.button("Clear the filters", key="clear_here", on_click=session.clear)


def not_read(waiting: int) -> None:
    """Articles are there and none of them has been read."""
    if session.reader(session.corpus_path()).running:
        st.info("The articles are being read now.  Numbers come with the first part of them.")
        progress(parts_read())
        return
    verb = "is" if waiting == 1 else "are"
    st.info(f"{compare.counted(waiting, 'article')} {verb} here, not read yet.")
    start_button()


def still_waiting(read: int, waiting: int) -> None:
    """Some of the articles are counted, some are not yet."""
    if not waiting:
        return
    counted_yet = f"Not read yet: {waiting:,} of {read + waiting:,} articles, so these numbers will change."
    running = session.reader(session.corpus_path()).running
    under_way = "  The reading is under way." if running else ""
    with st.container(horizontal=True, vertical_alignment="center", key="still-waiting"):
        st.warning(f"{counted_yet}{under_way}", icon=":material/hourglass_empty:")
        if running:
            st.page_link(
                IMPORT, label="See how far it is", icon=":material/hourglass_empty:", width="content"
            )
        else:
            start_button()


def start_button() -> None:
    runner = session.reader(session.corpus_path())
    label = "Go on reading" if runner.stopped else "Start reading"
    st.button(label, icon=":material/play_arrow:", on_click=runner.start, key="start-reading")


def parts_read() -> int:
    """How many parts of the corpus have been read: a page has more to show when there are more."""
    return len(session.corpus().files("readings"))


@st.fragment(run_every=2)
def progress(seen: int | None = None) -> None:
    """How far the reading is; the page is drawn anew when it ends, and with more parts than were `seen`."""
    runner = session.reader(session.corpus_path())
    if not runner.running or (seen is not None and parts_read() != seen):
        st.rerun()
    found = runner.progress()
    if not found.whole:
        st.progress(0.0, "Loading the models, and looking for what outlets repeat …")
    elif found.relating:
        st.progress(1.0, "Putting events, topics and people together …")
    else:
        st.progress(found.done / found.whole, f"{found.done:,} of {found.whole:,} articles read{pace(found)}")


def pace(found: Progress) -> str:
    """How fast a reading is and how long it still takes, in words; empty while it is too early to say."""
    if found.seconds_left is None:
        return ""
    minutes = round(found.seconds_left / 60)
    left = (
        "less than a minute" if minutes < 1 else f"about {compare.counted(minutes, 'minute')}"
        if minutes < 120 else f"about {round(minutes / 60)} hours"
    )  # fmt: skip
    return f" · {found.a_minute:,.0f} a minute · {left} left"


# -- tables, choices, links -------------------------------------------------------------------------


def heading(text: str) -> None:
    """The head of a part of a page."""
    st.header(md(text), anchor=False)


def table_html(frame: pd.DataFrame) -> str:
    """A small frame as a table of escaped words that wrap; the first column names the rows."""
    return fragment("dashboard", "table", list(frame.columns), frame.itertuples(index=False, name=None))


def download(
    frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str, label: str = "Download CSV"
) -> None:
    """A frame as a file; a function that makes the frame is called only when the button is pressed."""
    offer(label, lambda: files.csv(frame() if callable(frame) else frame), f"{name}.csv", key=f"csv-{name}")


def offer(
    label: str, made: bytes | Callable[[], bytes], file_name: str, *, icon: str = "download", **more: Any
) -> None:
    """A file of a kind of `files.MIME`, made beforehand or when the button is pressed."""
    st.download_button(
        label,
        data=made,
        file_name=file_name,
        mime=files.MIME[file_name.rpartition(".")[2]],
        on_click="ignore",
        icon=f":material/{icon}:",
        **more,
    )


def choose(
    label: str, key: str, known: Mapping[str, str], *, index: int | None = 0, placeholder: str | None = None
) -> str:
    """One of some keys, by its label; the choice is in the link.  Empty where none is chosen (index=None)."""
    if st.session_state.get(key) not in (None, *known):  # none was chosen: the link does not bring it back
        st.session_state.pop(key)
    chosen = st.selectbox(
        label,
        list(known),
        index=index,
        key=key,
        format_func=known.__getitem__,
        placeholder=placeholder,
        bind="query-params",
    )
    return chosen or ""


def choose_view(offered: Sequence[str], key: str = "view") -> str:
    """One of the views of a page, the first where the link names none of them."""
    if st.session_state.get(key) not in offered:
        linked = st.query_params.get(key, "")
        st.session_state[key] = linked if linked in offered else offered[0]
    chosen = st.segmented_control(
        "View", offered, key=key, required=True, bind="query-params", label_visibility="collapsed"
    )
    return chosen or offered[0]


def article_link(article_id: str, label: str, *, at: int | None = None, show: str = "") -> None:
    """A link to an article, and to one of its attributions, or to what it shows; the filters go along."""
    place = {} if at is None else {"at": str(at + 1)}
    place |= {"show": show} if show else {}
    parameters = {"article": article_id, **place}
    st.page_link(ARTICLE, label=md(shortened(label)), icon=":material/article:", query_params=parameters)


def page_named(address: str) -> str:
    """The page of an address: most have a module that is called so."""
    return ADDRESSES.get(address, str(PAGES / f"{address}.py"))


def outlet_colour(outlet: str) -> str:
    """The colour of an outlet, which it has on every page."""
    return charts.colours(session.outlets()).get(outlet, charts.PALE[session.dark()])


def side_colour(side: str) -> str:
    """The colour of a side, which it has on every page; "transparent" for the unknown, who are hatched."""
    return charts.SIDES[session.dark()][side]


def story_link(story: str, label: str, *, icon: bool = True) -> None:
    """A link to one event, outlet by outlet."""
    shown = ":material/compare:" if icon else None
    st.page_link(STORIES, label=md(label), icon=shown, query_params={"story": story})


def article_list(articles: pd.DataFrame, *, key: str, size: int = 10) -> None:
    """Articles a page at a time, each a link."""
    pages = max(1, -(-len(articles) // size))
    page = st.pagination(pages, key=f"{key}-page") if pages > 1 else 1
    for row in articles.iloc[(page - 1) * size : page * size].to_dict("records"):
        facts = [
            compare.outlet_label(row["outlet"]),
            row["published"][:10] or "no date",
            row["title"] or "no title",
        ]
        why = row.get("reason")
        article_link(row["article_id"], " · ".join([*facts, why] if isinstance(why, str) and why else facts))


def title(text: str, facts: str) -> None:
    """The head of an article, as written, never as Markdown; its text is escaped unless it is Markup."""
    st.html(fragment("dashboard", "title", text, facts))


def words(text: str, classes: str, *, language: str | None = None) -> None:
    """Words of an article as written, never as Markdown; escaped unless they are Markup."""
    st.html(fragment("dashboard", "words", text, classes, language))


# -- for a class -----------------------------------------------------------------------------------

# Everything is sized in rem, so one number makes all of it large.
PROJECTOR = """<style>
@media (min-width: 900px) { html { font-size: clamp(1rem, 2.6vh, 2.2rem) !important; } }
@media (max-width: 899px) { .stButton kbd { display: none; } }
.stButton kbd { color: inherit !important; opacity: 1 !important; }
[data-testid="stSidebar"], [data-testid="stHeader"] { display: none !important; }
.stMainBlockContainer { max-width: 62rem !important; padding-top: 1.5rem !important; }
</style>"""


def projector() -> bool:
    """A switch for large type and nothing beside the page; the link keeps it."""
    on = bool(st.session_state.get("present", st.query_params.get("present") == "true"))
    if on:
        st.html(PROJECTOR)
    st.toggle(
        "Projector", key="present", bind="query-params",
        help="Large type, and nothing else on the screen; the link keeps it.",
    )  # fmt: skip
    return on
