"""What the browser does by itself: constant scripts, into which nothing goes but a number.

A page of Streamlit scrolls in a part of its own, and a link with parameters makes two entries of the
history: so Back would neither know the place nor lead there.
"""

from __future__ import annotations

import streamlit as st

KEEP_PLACE = """<script>
(() => {
  if (window.biasPlace) return;
  window.biasPlace = true;
  const main = () => document.querySelector("[data-testid='stMain']");
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  let filled = "", when = 0;  // the address that parameters alone gave, and the time
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? location.href, location.href), moves = to.pathname !== location.pathname;
    if (moves && to.search === location.search && location.href === filled
        && performance.now() - when < 1000) {
      replace(state, title, url);  // the second half of one step
    } else {
      replace({...history.state, biasTop: main()?.scrollTop ?? 0}, "");
      push(state, title, url);
    }
    filled = moves ? "" : location.href;
    when = performance.now();
  };
  let going = 0;
  addEventListener("popstate", (event) => {
    const top = event.state?.biasTop;
    if (top === undefined) return;
    const mine = ++going, until = performance.now() + 15000;
    let quiet = 0;
    const stop = () => { going++; };
    for (const one of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(one, stop, {once: true, passive: true});
    }
    const settle = () => {
      if (mine !== going || performance.now() > until) return;
      const place = main(), app = document.querySelector("[data-testid='stApp']");
      if (place && place.scrollHeight - place.clientHeight >= top) place.scrollTop = top;
      quiet = app?.dataset.testScriptState === "notRunning" ? quiet + 1 : 0;
      if (quiet < 20) setTimeout(settle, 100);
    };
    settle();
  });
  const items = "[data-testid='stSidebarNavItems']";  // Streamlit's list of groups is none by its markup
  const plain = () => {
    for (const one of document.querySelectorAll(`${items}:not([role]), ${items} li:not([role])`)) {
      one.setAttribute("role", "presentation");
    }
  };
  new MutationObserver(plain).observe(document.body, {childList: true, subtree: true});
  plain();
})();
</script>"""
CLOSE_FILTERS = """<script>
(() => {
  if (window.biasFilters) return;
  window.biasFilters = true;
  const close = (focus) => {
    const head = document.querySelector(".st-key-bias-filter details[open] > summary");
    if (!head) return;
    head.click();
    if (focus) head.focus();
  };
  addEventListener("keydown", (event) => {  // Escape first closes a list of choices that is open
    const listed = document.querySelector("[role='listbox'], [role='dialog'], [data-baseweb='calendar']");
    if (event.key === "Escape" && !listed) close(true);
  }, {capture: true});
  addEventListener("pointerdown", (event) => {  // what floats over the page is in none of the two
    const page = event.target.closest("[data-testid='stMain'], [data-testid='stSidebar']");
    if (page && !event.target.closest(".st-key-bias-filter")) close(false);
  });
})();
</script>"""  # an expander stays open until its head is clicked
KEEP_NAMES = """<script>
(() => {
  if (window.biasNames) return;
  window.biasNames = true;
  addEventListener("scroll", (event) => {
    const box = event.target;
    if (!box.matches?.("[class*='st-key-chart-']")) return;
    for (const names of box.querySelectorAll(".yaxislayer-above")) {
      const {x, y, width, height} = names.getBBox();
      if (!names.querySelector("rect")) {  // so that no number is read through a name
        const plate = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        const fill = getComputedStyle(document.querySelector("[data-testid='stApp']")).backgroundColor;
        for (const [name, value] of Object.entries({x: x - 8, y, width: width + 12, height, fill})) {
          plate.setAttribute(name, value);
        }
        names.prepend(plate);
      }
      names.setAttribute("transform", `translate(${box.scrollLeft}, 0)`);
    }
  }, {capture: true, passive: true});
})();
</script>"""  # a grid that is wider than the window scrolls under the names of its rows
BEGIN = KEEP_PLACE + CLOSE_FILTERS + KEEP_NAMES
_SHOW = """<script>
(() => {
  const seen = window.biasSeen ??= {};
  if (seen["%(which)s"] === %(number)d) return;
  seen["%(which)s"] = %(number)d;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let left = 60;
  const show = () => {
    const found = document.querySelector("%(which)s");
    if (!found) { if (left--) setTimeout(show, 50); return; }
    %(do)s
  };
  setTimeout(show, 150);
})();
</script>"""
_FOCUS = """found.focus({preventScroll: true});
    found.scrollIntoView({block: "start", behavior: calm ? "auto" : "smooth"});"""
_CENTRE = """const over = found.closest(".bias-over");  // what scrolls in a dialog; keys scroll it too
    if (!over) { found.scrollIntoView({block: "center"}); return; }
    over.tabIndex = 0;
    over.scrollTop += found.getBoundingClientRect().top - over.getBoundingClientRect().top
      - over.clientHeight / 3;"""
CLICKER = """<script>
(() => {
  if (window.biasClicker) return;
  window.biasClicker = true;
  const keys = {ArrowRight: "on", ArrowLeft: "back", " ": "on"};
  addEventListener("keydown", (event) => {
    const name = keys[event.key], at = event.target;
    if (!name || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (at.closest("input, textarea, [contenteditable], [role='combobox']")) return;
    if (event.key === " " && at.closest("button, a, summary")) return;
    const button = document.querySelector(`.st-key-${name} button:not([disabled])`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
</script>"""  # beside PageUp and PageDown, which the buttons have: other clickers send arrows or a blank
PANEL = ".bias-panel-head"
CHOSEN = ".bias-chosen"
TITLE = ".bias-title"
IN_DIALOG = "[role='dialog'] .bias-chosen"


def begin() -> None:
    """What holds on every page; asked once by the app.

    One step Back leads to where one was, scrolled as it was.  Escape, and a click elsewhere, close the box of
    filters.  The names of the rows of a wide grid stay.
    """
    st.html(BEGIN, unsafe_allow_javascript=True)


def clicker() -> None:
    """Arrows and the space bar press the buttons with the keys `on` and `back`, where there are such."""
    st.html(CLICKER, unsafe_allow_javascript=True)


def bring_up(which: str, number: int, *, focus: bool = False) -> None:
    """Scrolls what `which`, a constant of this module, names into the window; once for each number."""
    st.html(script(which, number, focus=focus), unsafe_allow_javascript=True)


def script(which: str, number: int, *, focus: bool) -> str:
    return _SHOW % {"which": which, "number": number, "do": _FOCUS if focus else _CENTRE}


def new_number(name: str, about: object) -> int:
    """A number that changes when what it is about does."""
    last, number = st.session_state.get(f"number-{name}", (None, 0))
    if last != about:
        number += 1
        st.session_state[f"number-{name}"] = (about, number)
    return int(number)
