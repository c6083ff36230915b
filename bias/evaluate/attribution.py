"""Gold against found, in the measures that the attribution literature uses.

The unit is a word token, so quotation marks and commas at an edge do not matter.  Figures are
micro-averaged over documents: p precision, r recall, f their harmonic mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bias.evaluate.gold import Record, read_rows
from bias.model import Article
from bias.reading import WORD, find_attributions, parse

ROLES = ("source", "cue", "content")
_FUNCTION = "the a an of and or in for at on to by with from 's s its his her their this that mr ms mrs"
_PRONOUNS = "he she they it we i you who him her them his their himself herself"
FUNCTION_WORDS = frozenset(_FUNCTION.split())
PRONOUNS = frozenset(_PRONOUNS.split())
QUOTE_MARK = re.compile(r"[\"“”\n]|''|``")

Tokens = frozenset[int]
Roles = Mapping[str, Tokens]
Result = dict[str, dict[str, float]]


def read_gold(path: str | Path) -> list[Record]:
    """Gold documents: JSON lines with doc_id, text and attributions as [start, end) spans.

    Raises BadInputError, which names the file, the line and what is wrong.
    """
    return read_rows(path, ("text", "attributions"), _trouble)


def _trouble(row: Record) -> str:
    try:
        spans = [span for one in row["attributions"] for role in ROLES for span in one[role]]
        outside = [(start, end) for start, end in spans if not 0 <= start < end <= len(row["text"])]
    except (KeyError, TypeError, ValueError) as error:
        return f"{type(error).__name__} {error}; an attribution has source, cue and content, lists of spans"
    return f"span {list(outside[0])} is outside the text" if outside else ""


def find(docs: Iterable[Record]) -> Iterator[list[Record]]:
    """What the program finds in each gold document, in the format of the gold."""
    for doc in docs:
        article = Article(id=str(doc.get("doc_id", "")), outlet="", title="", text=doc["text"])
        yield [
            {role: [[span.start, span.end] for span in getattr(found, role)] for role in ROLES}
            for found in find_attributions(parse(article))
        ]


def attribution(docs: Sequence[Record], found: Iterable[Sequence[Record]]) -> Result:
    """Measures of found attributions against gold documents.

    token.ROLE    a token is positive when any attribution of the document has it in that role
    content.*     one content (all its parts) against one content, matched greedily by token IoU:
                  exact, soft (share of tokens), iou50 (IoU of .5 or more); partial as published by
                  Pareti et al. 2013, without one-to-one matching
    pair          who said what: content IoU of .5 or more, and sources that share a content word by
                  position.  Gold without a source in the text, and what matches it, are left out
    pair_lenient  the same from IoU .25; pair_name: or sources with the same last word
    recall.KIND   pair recall of direct, mixed and indirect gold
    """
    tally = _Tally(Counter())
    for doc, attributions in zip(docs, found, strict=True):
        tally.add(doc["text"], doc["attributions"], attributions)
    return tally.result()


@dataclass(frozen=True, slots=True)
class _Words:
    """Word tokens of a text: code points and lower-case forms."""

    starts: list[int]
    ends: list[int]
    forms: list[str]

    @classmethod
    def of(cls, text: str) -> _Words:
        matches = list(WORD.finditer(text))
        forms = [match.group().lower().replace("’", "'") for match in matches]
        return cls([m.start() for m in matches], [m.end() for m in matches], forms)

    def inside(self, spans: Sequence[Sequence[int]]) -> Tokens:
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return frozenset(found)

    def share_source(self, one: Tokens, other: Tokens) -> bool:
        return bool(self._content_words(one) & self._content_words(other))

    def _content_words(self, tokens: Tokens) -> Tokens:
        return frozenset(t for t in tokens if self.forms[t] not in FUNCTION_WORDS) or tokens

    def last(self, tokens: Tokens) -> str | None:
        if not tokens:
            return None
        word = self.forms[max(tokens)].removesuffix("'s")
        return None if word in PRONOUNS or word in FUNCTION_WORDS else word


@dataclass(frozen=True, slots=True)
class _Tally:
    counts: Counter[str]

    def add(self, text: str, gold: Sequence[Record], found: Sequence[Record]) -> None:
        words = _Words.of(text)
        golds = [{role: words.inside(record[role]) for role in ROLES} for record in gold]
        founds = [{role: words.inside(record[role]) for role in ROLES} for record in found]
        self._add_tokens(golds, founds)
        golds = [roles for roles in golds if roles["content"]]
        founds = [roles for roles in founds if roles["content"]]
        self.counts.update(docs=1, words=len(words.forms), gold=len(golds), found=len(founds))
        self._add_contents([roles["content"] for roles in golds], [roles["content"] for roles in founds])
        self._add_pairs(words, _quoted_tokens(text, words), golds, founds)

    def _add_tokens(self, golds: Sequence[Roles], founds: Sequence[Roles]) -> None:
        for role in ROLES:
            gold = frozenset().union(*(roles[role] for roles in golds))
            found = frozenset().union(*(roles[role] for roles in founds))
            self.counts.update(
                {f"{role} right": len(gold & found), f"{role} found": len(found), f"{role} gold": len(gold)}
            )

    def _add_contents(self, golds: Sequence[Tokens], founds: Sequence[Tokens]) -> None:
        self.counts["exact"] += (Counter(golds) & Counter(founds)).total()
        for mine, others, key in ((founds, golds, "partial p"), (golds, founds, "partial r")):
            covering = Counter(token for other in others for token in other)
            for tokens in mine:
                _bump(self.counts, key, min(1.0, sum(covering[token] for token in tokens) / len(tokens)))

    def _add_pairs(
        self, words: _Words, quoted: Tokens, golds: Sequence[Roles], founds: Sequence[Roles]
    ) -> None:
        kinds = [_kind(roles["content"], quoted) for roles in golds]
        unasked: set[int] = set()  # found for a gold attribution that has no source
        for iou, g, f in _matches([r["content"] for r in golds], [r["content"] for r in founds]):
            gold, found = golds[g], founds[f]
            common = len(gold["content"] & found["content"])
            _bump(self.counts, "soft p", common / len(found["content"]))
            _bump(self.counts, "soft r", common / len(gold["content"]))
            if iou >= 0.5:
                self.counts.update(("iou50", f"{kinds[g]} content"))
            if gold["source"] and found["source"]:
                self._add_pair(words, iou, kinds[g], gold["source"], found["source"])
            elif not gold["source"] and iou >= 0.25:
                unasked.add(f)
        for kind, roles in zip(kinds, golds, strict=True):
            self.counts[f"{kind} n"] += 1
            if roles["source"]:
                self.counts.update(("gold sourced", f"{kind} sourced"))
        self.counts["found sourced"] += sum(
            bool(r["source"]) and i not in unasked for i, r in enumerate(founds)
        )

    def _add_pair(self, words: _Words, iou: float, kind: str, gold: Tokens, found: Tokens) -> None:
        same = words.share_source(gold, found)
        last = words.last(gold)
        self.counts["pair lenient"] += same and iou >= 0.25
        if iou >= 0.5:
            self.counts["pair"] += same
            self.counts[f"{kind} pair"] += same
            self.counts["pair name"] += same or (last is not None and last == words.last(found))

    def result(self) -> Result:
        c = self.counts
        n = {"docs": c["docs"], "words": c["words"], "gold": c["gold"], "gold_with_source": c["gold sourced"]}
        out: Result = {"n": {**n, "pred": c["found"], "pred_with_source": c["found sourced"]}}
        for role in ROLES:
            out[f"token.{role}"] = _prf(
                c[f"{role} right"], c[f"{role} found"], c[f"{role} right"], c[f"{role} gold"]
            )
        for name, p, r in (
            ("exact", "exact", "exact"),
            ("soft", "soft p", "soft r"),
            ("partial", "partial p", "partial r"),
            ("iou50", "iou50", "iou50"),
        ):
            out[f"content.{name}"] = _prf(c[p], c["found"], c[r], c["gold"])
        for name in ("pair", "pair_lenient", "pair_name"):
            right = c[name.replace("_", " ")]
            out[name] = _prf(right, c["found sourced"], right, c["gold sourced"])
        for kind in ("direct", "mixed", "indirect"):
            content, pair = (
                _ratio(c[f"{kind} content"], c[f"{kind} n"]),
                _ratio(c[f"{kind} pair"], c[f"{kind} sourced"]),
            )
            out[f"recall.{kind}"] = {"n": c[f"{kind} n"], "content_iou50": content, "pair": pair}
        return out


def _bump(counts: Counter[str], key: str, amount: float) -> None:
    counts[key] += amount  # type: ignore[assignment]  # a Counter adds fractions as well


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _prf(right_p: float, found: float, right_r: float, gold: float) -> dict[str, float]:
    p, r = _ratio(right_p, found), _ratio(right_r, gold)
    return {"p": p, "r": r, "f": _ratio(2 * p * r, p + r)}


def _matches(golds: Sequence[Tokens], founds: Sequence[Tokens]) -> list[tuple[float, int, int]]:
    """One-to-one matches by decreasing IoU; ties go to the earlier gold, then the earlier found."""
    owners = defaultdict(list)
    for g, tokens in enumerate(golds):
        for token in tokens:
            owners[token].append(g)
    candidates = []
    for f, tokens in enumerate(founds):
        for g, common in Counter(g for token in tokens for g in owners[token]).items():
            candidates.append((-common / (len(golds[g]) + len(tokens) - common), g, f))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    out = []
    for negative, g, f in sorted(candidates):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            out.append((-negative, g, f))
    return out


def _quoted_tokens(text: str, words: _Words) -> Tokens:
    """Tokens in double quotes, paired inside a paragraph.

    Simpler than `bias.reading.find_quotes` on purpose: so figures compare with those published for PolNeAR.
    """
    spans: list[list[int]] = []
    opened: int | None = None
    for match in QUOTE_MARK.finditer(text + "\n"):
        mark = match.group()
        if opened is None:
            opened = None if mark in ("\n", "”") else match.end()
        elif mark not in ("“", "``"):
            spans.append([opened, match.start()])
            opened = None
    found: set[int] = set()
    for start, end in spans:
        found.update(range(bisect_left(words.starts, start), bisect_left(words.starts, end)))
    return frozenset(found)


def _kind(content: Tokens, quoted: Tokens) -> str:
    share = len(content & quoted) / len(content)
    return "direct" if share >= 0.9 else "indirect" if share <= 0.1 else "mixed"
