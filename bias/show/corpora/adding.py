"""Adding files in three steps: files, what would be taken from where, and the import itself."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from bias import compare
from bias.corpus import Added, add_files
from bias.ingest import ENDINGS, Options, Preview, head, preview, read_file
from bias.model import Article, Rejection
from bias.show.corpora import looking, reading
from bias.show.widgets import parts, session

KINDS = [ending.removeprefix(".") for ending in ENDINGS]
_ROUND, _UPLOADS, _LOOKED, _DONE = "round of files", "uploads", "looked at", "imported"
_MOST_REASONS = 5  # of a file that are told


def show() -> None:
    """The three steps; the second and third come when there are files."""
    if _DONE in st.session_state:
        report(st.session_state[_DONE])
    parts.heading("1 · Files")
    files = st.file_uploader(
        "Exports of Nexis, Factiva, ProQuest, Europresse or WISO, Word, PDF, web pages, texts, tables with a "
        "row for each article, or packed files of these (.zip)",
        KINDS, accept_multiple_files=True, key=f"files-{st.session_state.get(_ROUND, 0)}",
    )  # fmt: skip
    if not files:
        return
    st.session_state.pop(_DONE, None)
    paths = saved(files)
    parts.heading("2 · What is taken from where")
    options = looking.options({name: head(path) for name, path in paths.items()})
    found = looked(paths, options)
    looking.show(found)
    parts.heading("3 · Import")
    n = sum(len(one.articles) for one in found.values())
    whole = all(one.whole for one in found.values())
    label = f"Import {compare.counted(n, 'article')}" if whole else "Import all articles"
    if st.button(label, type="primary", icon=":material/upload:", disabled=not n, key="import"):
        with st.spinner("Importing …"):
            st.session_state[_DONE] = add(paths, options)
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # the box of files is empty again
        st.session_state.pop(_UPLOADS)
        st.rerun()
    if not n:
        st.markdown("Nothing to import: the reasons stand above.")


class Uploads:
    """Files that a visitor chose, on disk until the window is closed or others are chosen."""

    def __init__(self, files: Sequence[UploadedFile]) -> None:
        folder = tempfile.mkdtemp(prefix="bias-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.ids = [file.file_id for file in files]
        self.paths: dict[str, Path] = {}
        for number, file in enumerate(files):
            path = Path(folder, str(number), Path(file.name.replace("\\", "/")).name or "file")
            path.parent.mkdir()
            path.write_bytes(file.getbuffer())
            self.paths[unlike(path.name, self.paths)] = path


def saved(files: Sequence[UploadedFile]) -> dict[str, Path]:
    """The uploads on disk, each under its own name; kept as long as they are the same."""
    ids = [file.file_id for file in files]
    if _UPLOADS not in st.session_state or st.session_state[_UPLOADS].ids != ids:
        st.session_state[_UPLOADS] = Uploads(files)
        st.session_state[_LOOKED] = {}
    found: Uploads = st.session_state[_UPLOADS]
    return found.paths


def unlike(name: str, others: Mapping[str, object]) -> str:
    """The name of a file; with a number where another one has it."""
    names = (name, *(f"{name} ({n})" for n in range(2, len(others) + 2)))
    return next(one for one in names if one not in others)


def looked(paths: Mapping[str, Path], options: Mapping[str, Options]) -> dict[str, Preview]:
    """What each file would give; one is looked at again only when its options change."""
    before = st.session_state[_LOOKED]
    for name, path in paths.items():
        if (key := (name, repr(options[name]))) not in before:
            with st.spinner(f"Looking at {parts.md(name)} …"):
                before[key] = preview(items(name, path, options[name]), most=looking.MOST, seconds=20)
    return {name: before[name, repr(options[name])] for name in paths}


def items(name: str, path: Path, options: Options) -> Iterator[Article | Rejection]:
    """The articles of an upload; what is rejected has the name that the user knows."""
    for item in read_file(path, options=options):
        yield item if isinstance(item, Article) else replace(item, path=item.path.replace(str(path), name, 1))


def add(paths: Mapping[str, Path], options: Mapping[str, Options]) -> dict[str, Added]:
    """Import the uploads as one import; then read them where that is wished."""
    with reading.interrupted(then=reading.by_itself()):
        return add_files(
            session.corpus(), {name: items(name, path, options[name]) for name, path in paths.items()}
        )


def report(told: Mapping[str, Added]) -> None:
    """What became of each file, in words."""
    whole = sum(one.added for one in told.values())
    (st.success if whole else st.warning)(
        f"{compare.counted(whole, 'article')} imported."
        if whole
        else "No article came in; the reasons are below."
    )
    for name, one in told.items():
        st.markdown(f"**{parts.md(name)}**: {outcome(one)}")
        for note, n in one.notes.most_common():
            st.markdown(f"- {compare.counted(n, 'article')} {parts.md(note)}")
        for reason, n in one.reasons[:_MOST_REASONS]:
            st.markdown(f"- {n:,} × {parts.md(reason)}")
        if len(one.reasons) > _MOST_REASONS:
            st.markdown(f"- and {len(one.reasons) - _MOST_REASONS:,} other reasons; all rows are below")


def outcome(one: Added) -> str:
    said = [f"{compare.counted(one.added, 'article')} added"] if one.added else []
    if one.known:
        said.append(f"{one.known:,} {'was' if one.known == 1 else 'were'} here already")
    if one.rejections:
        said.append(f"{compare.counted(len(one.rejections), 'row')} rejected")
    return ", ".join(said) or "holds nothing"
