"""Names with their words, as a user writes them: a table of a small TOML file, read, checked and changed.

    [topics]
    Energy = ["gas deal", "power plant", "electric*"]

Case does not count, and a word ends where a letter or digit ends; a `*` at its end stands for any ending.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bias.errors import BadInputError

QUOTE = '"'
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """One kind of file: its table, what an entry is, and how one is written."""

    table: str
    noun: str
    example: str  # as it stands in the file
    may_be_empty: bool = False

    @property
    def _header(self) -> re.Pattern[str]:
        return re.compile(rf"^\[{self.table}\][ \t]*(?:#.*)?$\n?", re.MULTILINE)

    def read(self, path: Path) -> dict[str, Words]:
        """The words of each name, in the order of the file; nothing where there is no file.

        Raises BadInputError for what is wrong: the file, the place, and the way out.
        """
        if not path.is_file():
            return {}
        entries = self._entries(path, _text(path))
        return {name: self._checked(path, name, words) for name, words in entries.items()}

    def add(self, path: Path, name: str, words: Sequence[str]) -> None:
        """Write an entry before those that are there; the rest of the file stays as it is.

        Raises BadInputError where the name is taken, or a word is none.
        """
        name, chosen = self._entry(path, name, words)
        if name in self.read(path):
            raise BadInputError(f"{path}: there is a {self.noun} {name!r} already; change it in the file")
        text = _text(path) if path.is_file() else f"[{self.table}]\n"
        line = _line(name, chosen)
        changed = self._header.sub(lambda found: f"{found.group().rstrip()}\n{line}\n", text, count=1)
        self._replace(path, changed, {name: chosen, **self.read(path)}, f"add the line by hand: {line}")

    def change(self, path: Path, before: str, name: str, words: Sequence[str]) -> None:
        """Write an entry in the place of another; the rest of the file stays as it is.

        Raises BadInputError as `add` does, and where the file has no entry `before`.
        """
        name, chosen = self._entry(path, name, words)
        known = self.read(path)
        if name != before and name in known:
            raise BadInputError(f"{path}: there is a {self.noun} {name!r} already; give it another name")
        by_hand = f"write it by hand: {_line(name, chosen)}"
        first, last, lines = self._place(path, before, by_hand)
        changed = "".join([*lines[:first], f"{_line(name, chosen)}\n", *lines[last:]])
        wanted = {name if one == before else one: known[one] for one in known} | {name: chosen}
        self._replace(path, changed, wanted, by_hand)

    def remove(self, path: Path, name: str) -> None:
        """Take an entry out; the rest of the file stays as it is."""
        by_hand = "take it out by hand"
        first, last, lines = self._place(path, name, by_hand)
        rest = {one: words for one, words in self.read(path).items() if one != name}
        self._replace(path, "".join([*lines[:first], *lines[last:]]), rest, by_hand)

    # -- what is in the file ---------------------------------------------------------------------

    def _entries(self, path: Path, text: str) -> Mapping[str, object]:
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadInputError(f"{path}: {error}; mend the line") from error
        entries = found.get(self.table)
        if not isinstance(entries, dict) or not (entries or self.may_be_empty):
            raise BadInputError(f"{path}: no [{self.table}]; write for instance {self.example}")
        return entries

    def _checked(self, path: Path, name: str, words: object) -> Words:
        listed = words if isinstance(words, list) else []
        if not listed or not all(isinstance(word, str) and word.strip("* ") for word in listed):
            example = self.example.partition(" = ")[2]
            raise BadInputError(f"{path}, {name}: a {self.noun} takes a list of words, as in {example}")
        return tuple(str(word) for word in listed)

    def _entry(self, path: Path, name: str, words: Sequence[str]) -> tuple[str, Words]:
        """Name and words as they are written; without blanks around them."""
        name, chosen = " ".join(name.split()), [word.strip() for word in words if word.strip()]
        if not name or not chosen:
            given, _, listed = self.example.partition(" = ")
            shown = f"{given.strip(QUOTE)}: {', '.join(json.loads(listed))}"
            raise BadInputError(f"A {self.noun} needs a name and words, as in {shown}")
        return name, self._checked(path, name, chosen)

    def _place(self, path: Path, name: str, by_hand: str) -> tuple[int, int, list[str]]:
        """The lines that an entry takes, [first, last), and all lines: without these lines the file says the
        same but for the entry."""
        known = self.read(path)
        if name not in known:
            raise BadInputError(f"{path}: there is no {self.noun} {name!r} any longer; it was taken out")
        text = _text(path)
        before, lines = tomllib.loads(text), text.splitlines(keepends=True)
        rest = {one: words for one, words in before[self.table].items() if one != name}
        for first, last in _runs(lines):
            try:
                found = tomllib.loads("".join([*lines[:first], *lines[last:]]))
            except tomllib.TOMLDecodeError:
                continue
            if found == {**before, self.table: rest}:
                return first, last, lines
        raise BadInputError(f"{path}: could not be changed; {by_hand}")

    def _replace(self, path: Path, text: str, wanted: Mapping[str, Words], by_hand: str) -> None:
        """Put a text in the file's place, if it says what is wanted."""
        scratch = path.with_suffix(".toml.tmp")
        scratch.write_text(text, encoding="utf-8")
        try:
            found = self.read(scratch)
        except BadInputError:
            found = {}
        if found != wanted or not (found or self.may_be_empty):
            scratch.unlink()
            raise BadInputError(f"{path}: could not be changed; {by_hand}")
        os.replace(scratch, path)


def pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Where one of the words stands, the longest first."""
    parts = [_word(word) for word in sorted(words, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.I)


def _word(word: str) -> str:
    pieces = [re.escape(piece) for piece in word.strip().removesuffix("*").split()]
    return r"\s+".join(pieces) + (r"\w*" if word.strip().endswith("*") else "")


def _line(name: str, words: Sequence[str]) -> str:
    return f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(list(words), ensure_ascii=False)}"


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines, [first, last), that may be an entry: the shortest of each beginning first."""
    for first, line in enumerate(lines):
        if "=" in line:
            yield from ((first, last) for last in range(first + 1, len(lines) + 1))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error
