"""What is behind a number, and all of one article: each sentence once, its parts marked where they stand."""

from __future__ import annotations

import pytest
from made import make_corpus

from bias import compare
from bias.compare.cards.sourcing import sourcing
from bias.corpus import Corpus, Filter

NONE = Filter()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("evidence") / "filled")


def test_sentences_come_a_page_at_a_time_and_all_once(filled: Corpus) -> None:
    row = sourcing(filled, NONE, key="attributions").board.rows.iloc[0].to_dict()
    total = compare.count(filled, NONE, "attributions", row["behind"])
    found = [
        s
        for page in range(1, 2 + total // 10)
        for s in compare.evidence(filled, NONE, "attributions", row["behind"], page=page)
    ]
    assert len(found) == len({(s.article_id, s.number) for s in found}) == total
    assert [s.published for s in found] == sorted((s.published for s in found), reverse=True)
    assert all("bias-content" in quote for s in found for quote in s.quotes)
    assert len(compare.evidence_table(filled, NONE, "attributions", row["behind"])) == total


def test_an_article_with_all_that_was_read(filled: Corpus) -> None:
    page = compare.article_page(filled, f"{5:016x}")
    assert page is not None
    text = page.article.text
    by_part = {
        part: [m.span.slice(text) for m in page.marks if m.part == part]
        for part in ("source", "cue", "content")
    }
    assert by_part["cue"] == list(page.attributions["cue"])
    assert by_part["source"] == [source for source in page.attributions["source"] if source]
    assert by_part["content"] == list(page.attributions["content"])
    assert "confidence 0.90" in page.marks[0].hint
    assert list(compare.attribution_table(page)["No."]) == list(range(1, len(page.attributions) + 1))


def test_unknown_fields_are_said_to_be_unknown(filled: Corpus) -> None:
    page = compare.article_page(filled, f"{5:016x}")
    assert page is not None
    values = compare.field_sources(page).set_index("Field")["Value"]
    assert values["Author"] == "unknown"
    assert values["Outlet"] == "Northwire"
