"""The demo corpus against what was planted in it, as the shipped model reads it.

The planted counts were made by hand while the articles were written; the reader never saw them.
"""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
import yaml
from conftest import ROOT

from bias import compare
from bias.corpus.store import Corpus, Filter

DEMO = ROOT / "data" / "demo"
EVENTS, OUTLETS = 12, 6


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    """One row an article: its outlet's slug and the counts."""
    rows = []
    for path in sorted((DEMO / "planted").glob("*.yaml")):
        for slug, counts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            rows.append({"event": path.stem, "slug": slug, **counts})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def by_outlet(demo: Corpus, planted: pd.DataFrame) -> pd.DataFrame:
    """Shares of indirect and direct speech for each outlet, planted and found."""
    sums = planted.groupby("slug")[["direct", "indirect", "mixed"]].sum()
    said = demo.table("counted_attributions").merge(demo.articles()[["article_id", "url"]])
    said["slug"] = said["url"].str.extract(r"//([a-z-]+)\.example")[0]
    # a speaker's further quotation without a verb is read as one of its own, and was counted with the first
    said = said[said["cue_lemma"] != ""]
    found = said.groupby("slug")["kind"].value_counts().unstack(fill_value=0)
    columns = {}
    for name, frame in (("planted", sums), ("found", found)):
        total = frame.sum(axis=1)
        columns |= {f"{name} n": total, f"{name} indirect": frame["indirect"] / total}
        columns |= {f"{name} direct": frame["direct"] / total}
    return pd.DataFrame(columns)


def test_every_outlet_tells_every_event_and_all_of_it_is_read(demo: Corpus, planted: pd.DataFrame) -> None:
    assert len(planted) == len(demo.articles()) == EVENTS * OUTLETS
    assert demo.state() == {"read": EVENTS * OUTLETS}
    assert demo.articles().groupby("outlet").size().eq(EVENTS).all()
    assert demo.settings()["demo"] is True


def test_planted_counts_add_up(planted: pd.DataFrame) -> None:
    by_side = planted[["official", "opposition", "other"]].sum(axis=1)
    by_kind = planted[["direct", "indirect", "mixed"]].sum(axis=1)
    assert by_side.tolist() == by_kind.tolist()


def test_articles_have_the_length_of_news(demo: Corpus) -> None:
    assert demo.articles()["words"].between(200, 450).all()


def test_the_planted_habits_are_found(by_outlet: pd.DataFrame) -> None:
    """Most attributions are found, and outlets stand in the planted order of indirect speech."""
    assert (by_outlet["found n"] / by_outlet["planted n"]).between(0.8, 1.2).all(), by_outlet
    assert (by_outlet["found indirect"] - by_outlet["planted indirect"]).abs().max() <= 0.12, by_outlet
    assert by_outlet["found direct"].idxmax() == by_outlet["planted direct"].idxmax() == "lantern"
    assert by_outlet["found indirect"].idxmin() == by_outlet["planted indirect"].idxmin() == "lantern"
    order = by_outlet["found indirect"].corr(by_outlet["planted indirect"], method="spearman")
    assert order >= 0.8, by_outlet


def test_second_hand_sources_are_found(demo: Corpus, planted: pd.DataFrame) -> None:
    wanted = [(row.slug, name) for row in planted.itertuples() for name in row.via]
    attributions = demo.table("attributions")
    slugs = attributions["article_id"].map(demo.articles().set_index("article_id")["url"]).str
    found = set(zip(slugs.extract(r"//([a-z-]+)\.example")[0], attributions["via"], strict=True))
    assert len(wanted) >= 5
    share = sum(pair in found for pair in wanted) / len(wanted)
    assert share >= 0.6, [pair for pair in wanted if pair not in found]


SOURCING = {"official": "official", "opposition": "opposition", "unnamed": "unnamed", "second_hand": "via"}


@pytest.fixture(scope="module")
def planted_shares(planted: pd.DataFrame) -> pd.DataFrame:
    """Planted shares of attributions: a row an outlet's slug, a column a measure."""
    counts = planted.assign(via=planted["via"].map(len)).groupby("slug")[[*SOURCING.values(), "other"]].sum()
    total = counts[["official", "opposition", "other"]].sum(axis=1)
    return pd.DataFrame({key: counts[column] / total for key, column in SOURCING.items()})


def test_planted_sourcing_is_found(demo: Corpus, planted_shares: pd.DataFrame) -> None:
    articles = demo.articles()
    slugs = dict(
        zip(articles["outlet"], articles["url"].str.extract(r"//([a-z-]+)\.example")[0], strict=True)
    )
    missed = []
    for key in SOURCING:
        for row in compare.sourcing(demo, Filter(), key=key).board.rows.to_dict("records"):
            share = planted_shares.loc[slugs[row["outlet"]], key]
            if not row["low"] <= share <= row["high"]:
                missed.append((key, slugs[row["outlet"]], round(share, 3), round(row["value"], 3)))
    assert len(missed) <= 0.1 * planted_shares.size, missed


@pytest.mark.parametrize("key", ["official", "opposition"])
def test_planted_order_of_outlets_is_found(demo: Corpus, planted_shares: pd.DataFrame, key: str) -> None:
    """Outlets whose planted shares are a point or less apart may come in either order."""
    articles = demo.articles()
    slugs = dict(
        zip(articles["outlet"], articles["url"].str.extract(r"//([a-z-]+)\.example")[0], strict=True)
    )
    rows = compare.sourcing(demo, Filter(), key=key).board.rows
    found = [planted_shares.loc[slugs[outlet], key] for outlet in rows["outlet"]]
    assert all(later <= earlier + 0.01 for earlier, later in itertools.pairwise(found)), found
