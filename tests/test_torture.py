"""A short form of `make torture`: some kills amid the changes of a corpus folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bias.corpus import Corpus, add_items, analyse
from bias.corpus.store import annotations, folder
from bias.model import Article

HERE = Path(__file__).parent


@pytest.mark.skipif(os.name != "posix", reason="the lives of torture.py are forks")
def test_a_killed_life_led_to_its_end_has_the_tables_of_one_that_nobody_killed() -> None:
    command = [sys.executable, HERE / "torture.py", "--every", "125", "--random", "1", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 with other tables" in done.stdout


@pytest.mark.parametrize("file", ["stories", "story_labels", "copies"])
def test_copies_are_found_again_when_a_kill_came_between_stories_and_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    text = "The harbour of Quell was closed after a crane fell. Nobody was hurt, and it opens again in May.\n"
    told = [Article(str(n), f"Outlet {n}", "Harbour closed", text, published="2024-03-04") for n in range(2)]
    corpus, replace = Corpus(tmp_path / "corpus", create=True), os.replace
    add_items(corpus, told)

    def killed(source: str | Path, target: str | Path) -> None:
        if Path(target).name == f"{file}.parquet":
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(folder.os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            analyse(corpus)
    analyse(corpus)
    assert len(corpus.table("copies")) == 2
    assert corpus.table("stories")["story"].nunique() == 1


def test_a_move_that_is_killed_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(tmp_path / "corpus", create=True)
    corpus.story_codes.move("a", "first")
    times = iter(["2024-03-04"])

    def killed() -> str:
        for time in times:
            return time
        raise KeyboardInterrupt

    monkeypatch.setattr(annotations, "now", killed)
    with pytest.raises(KeyboardInterrupt):
        corpus.story_codes.move("a", "second")
    assert corpus.story_codes.in_force().to_dict("records") == [{"article_id": "a", "story": "first"}]
