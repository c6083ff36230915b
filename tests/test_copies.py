"""Copies: reprints that were cut, re-headlined and added to; the planted ones; what was changed."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
import yaml
from conftest import ROOT

from bias.corpus.events import reprints
from bias.ingest import read_paths
from bias.model import Article

ARTICLES, PLANTED = (ROOT / "data" / "demo" / name for name in ("articles", "planted"))
NOTES = (
    "Sign up here for our morning letter, with all that you need for the day.",
    "You may also like: ten walks along the river that nobody knows.",
    "All rights reserved. No part of this page may be printed without leave.",
    "Our reporters work without fear or favour. Help them with a small gift.",
    "Read on: what the new rules mean for you, and what you can do today.",
)


def demo() -> list[Article]:
    return [found for found in read_paths([ARTICLES]) if isinstance(found, Article)]


def reprint(article: Article, rng: random.Random, number: int) -> Article:
    """Cut by up to a half, under another title, with notes before and behind, a word changed now and then."""
    parts = article.text.split("\n\n")
    kept = parts[: max(2, round(len(parts) * rng.uniform(0.5, 1)))]
    words = [
        "reportedly" if rng.random() < 0.005 else word for part in kept for word in [*part.split(" "), "\n\n"]
    ]
    notes = rng.sample(NOTES, 2)
    text = f"{notes[0]}\n\n{' '.join(words)}\n\n{notes[1]}"
    return replace(
        article, id=f"copy-{number}", outlet="The Reprint", title=f"News of today {number}", text=text
    )


def test_synthetic_reprints() -> None:
    """Each is found with its original, and nothing else is taken for a copy (but for the planted ones)."""
    rng, originals = random.Random(1), demo()
    made = {f"copy-{n}": article for n, article in enumerate(originals)}
    copies = [reprint(article, rng, n) for n, article in enumerate(originals)]
    planted = reprints.find(originals)
    groups = dict(zip(planted["article_id"], planted["original"], strict=True))
    found = reprints.find([*originals, *copies])
    pairs = found[found["article_id"] != found["original"]]
    group_of = dict(zip(found["article_id"], found["original"], strict=True))
    right = [
        name
        for name, article in made.items()
        if name in group_of and group_of[name] == group_of.get(article.id)
    ]
    assert len(right) / len(made) >= 0.98
    wrong = 0
    for row in pairs.itertuples():
        source = made.get(str(row.article_id))
        one = source.id if source else str(row.article_id)
        other = made[str(row.original)].id if str(row.original) in made else str(row.original)
        wrong += groups.get(one, one) != groups.get(other, other)
    assert wrong / len(pairs) <= 0.01


def planted() -> dict[tuple[str, str], str]:
    """(event, outlet) → the outlet that it reprints."""
    out = {}
    for path in sorted(PLANTED.glob("*.yaml")):
        for outlet, row in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            if row["reprint_of"]:
                out[path.stem, outlet] = row["reprint_of"]
    return out


def test_the_planted_reprints_and_no_others() -> None:
    by_id, names = {}, {}
    for event in sorted(ARTICLES.iterdir()):
        for path in sorted(event.glob("*.txt")):
            (article,) = (found for found in read_paths([path]) if isinstance(found, Article))
            by_id[article.id], names[article.id] = article, (event.name, path.stem)
    found = reprints.find(by_id.values())
    pairs = {
        names[str(row.article_id)]: names[str(row.original)][1]
        for row in found.itertuples()
        if row.article_id != row.original
    }
    assert pairs == planted()
    assert set(found["credit"]) == {"", "Northwire"}


@pytest.mark.parametrize(
    ("author", "text", "wanted"),
    [
        ("Mara Lind", "LORAVEL (AP) — The river rose.", "Associated Press"),
        ("Mara Lind, Reuters", "The river rose.", "Reuters"),
        ("", "The river rose.\n\nThe Associated Press contributed to this report.", "Associated Press"),
        ("", "The river rose. (AFP)", "Agence France-Presse"),
        ("", "The river rose, Reuters photographers saw.", ""),
        ("", "LORAVEL (Northwire) — The river rose.", "Northwire"),
    ],
)
def test_credits(author: str, text: str, wanted: str) -> None:
    articles = [
        Article("a", "The Paper", "", text, author=author, published="2026-01-01"),
        Article("b", "Northwire", "", "Something else entirely.", published="2026-01-01"),
    ]
    found = reprints.find(articles)
    assert dict(zip(found["article_id"], found["credit"], strict=True)).get("a", "") == wanted


def test_what_was_cut_and_added_puts_both_texts_together() -> None:
    original = "The river rose on Monday.  Two people died. The mayor wept."
    copy = "The river rose on Monday. The mayor, who is new, wept."
    found = reprints.changes(original, copy)
    assert Counter(one.kind for one in found)["cut"] >= 1
    assert [one.copy.slice(copy) for one in found if one.kind == "added"] == ["mayor, who is new,"]
    for texts, spans in ((original, [o.original for o in found]), (copy, [o.copy for o in found])):
        said = " ".join(span.slice(texts) for span in spans if span.start < span.end)
        assert said.split() == texts.split()


def test_nothing_to_compare() -> None:
    assert reprints.find([]).empty
    assert reprints.find([Article("a", "x", "", "")]).empty
