"""Sentences and articles in which it is known how each mention presents whom, for stance.py.

    python training/tone/lessons.py --sources allsides_articles.jsonl polnear_articles.jsonl \\
        semeval_genre_train.jsonl narrative_frames_train.jsonl --out build/lessons.json

Three kinds, all coded for this project by the guide of docs/method.md ("Tone"):
- sentences of our own: written.txt and stance_sentences.txt, "[The regime|-] jailed [Ana Sorel|0]";
- articles of our own: stance_articles.txt, an event as three invented outlets tell it;
- stance_more_articles.txt and stance_more_sentences.txt were written since, and the shipped model has not
  seen them: a training that did was better in what the same hand had written and worse elsewhere;
- codes of other people's articles: stance_codes.tsv, an article and the places of an actor's mentions in it
  with their codes ("t" before those of the title).  Their texts stay where they are; the sources give them.
Leaves rows with text (a window of whole sentences), spans, labels, names, origin, article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bias.model import Article, Span
from bias.reading.text import encoder
from bias.reading.tone.mention_tone import windows
from data import marked_text, written

HERE = Path(__file__).parent
LONGEST = 520  # words of an article that were coded
KEPT = 9  # one in so many lessons is kept out
SIGNS = "-0+"
Mark = tuple[int, int, int]  # start, end, label


def is_kept(key: str) -> bool:
    """Whether a lesson is kept out of training, for choosing and calibrating."""
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % KEPT == 0


def source_texts(paths: list[Path]) -> dict[str, tuple[str, str]]:
    """Key of stance_codes.tsv → title and text, cut as they were coded."""
    prefixes = {"allsides": "als", "polnear": "pol", "semeval": "sem", "narrative": "nfc"}
    out = {}
    for path in paths:
        prefix = prefixes[path.name.split("_")[0]]
        for number, line in enumerate(path.open(encoding="utf-8")):
            row = json.loads(line)
            key = row["id"] if prefix in ("sem", "nfc") else number
            name = str(key) if str(key).startswith(prefix) else f"{prefix}-{key}"
            out[name] = row.get("title", ""), cut(row["text"])
    return out


def cut(text: str) -> str:
    lines: list[str] = []
    count = 0
    for line in text.split("\n"):
        words = len(line.split())
        if count + words > LONGEST and count > 80:
            break
        lines.append(line)
        count += words
        if count >= LONGEST:
            break
    return "\n".join(lines)


def coded(path: Path) -> Iterator[tuple[str, int, list[Mark], list[Mark]]]:
    """Key, stance of an actor, and the marks in title and in text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, sign, marks = line.split("\t")
        title, text = [], []
        for mark in marks.split(" "):
            start, end = mark[:-1].removeprefix("t").split("-")
            (title if mark[0] == "t" else text).append((int(start), int(end), SIGNS.index(mark[-1])))
        yield key, SIGNS.index(sign), title, text


def own_articles(path: Path) -> Iterator[tuple[str, str, list[Mark], str, list[Mark]]]:
    """Of each article its kind of outlet, title and text, each with its marks."""
    for block in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        kind, *lines = block.strip().split("\n")
        title = next((line[6:].strip() for line in lines if line.startswith("title:")), "")
        body = [line for line in lines if line.strip() and not line.startswith(("actor:", "title:"))]
        yield (kind, *marked_text(title), *marked_text("\n".join(body)))


def rows_of(
    key: str, origin: str, title: tuple[str, list[Mark]], text: tuple[str, list[Mark]]
) -> list[dict[str, Any]]:
    """A row for the title, and one for each window of the text that has a mark."""
    parse = encoder.parse(Article(key, "", "", text[0]))
    by_window: dict[Span, list[Mark]] = defaultdict(list)
    for window in windows(parse.sentences):
        by_window[window] = [mark for mark in text[1] if window.start <= mark[0] and mark[1] <= window.end]
    names = [(name.span.start, name.span.end, name.label) for name in parse.names]
    out = [row(title[0], title[1], names_in(title[0]), origin, key)]
    for window, marks in by_window.items():
        moved = [(start - window.start, end - window.start, label) for start, end, label in marks]
        inside = [
            (start - window.start, end - window.start, label)
            for start, end, label in names
            if window.start <= start and end <= window.end
        ]
        out.append(row(window.slice(text[0]), moved, inside, origin, key))
    return [one for one in out if one["spans"]]


def row(text: str, marks: list[Mark], names: list[Any], origin: str, article: str) -> dict[str, Any]:
    spans, labels = [[start, end] for start, end, _ in marks], [label for *_, label in marks]
    return {
        "text": text,
        "spans": spans,
        "labels": labels,
        "names": names,
        "origin": origin,
        "article": article,
    }


def names_in(text: str) -> list[Any]:
    return [(name.span.start, name.span.end, name.label) for name in encoder.names_in(text)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sources", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    out = []
    for origin, name in (("written", "written.txt"), ("sentences", "stance_sentences.txt")):
        for text, spans, labels in written(HERE / name):
            marks = [(*span, label) for span, label in zip(spans, labels, strict=True)]
            out.append(row(text, marks, names_in(text), origin, text))
    for number, (_, title, above, text, inside) in enumerate(own_articles(HERE / "stance_articles.txt")):
        out += rows_of(f"event {number // 3}", "articles", (title, above), (text, inside))
    texts, marks_of = source_texts(opt.sources), defaultdict(lambda: ([], []))
    for key, _, above, inside in coded(HERE / "stance_codes.tsv"):
        marks_of[key][0].extend(above)
        marks_of[key][1].extend(inside)
    for key, (above, inside) in marks_of.items():
        title, text = texts[key]
        out += rows_of(key, "coded", (title, sorted(above)), (text, sorted(inside)))
    opt.out.write_text(json.dumps(out), encoding="utf-8")
    print(len(out), "rows,", sum(len(one["labels"]) for one in out), "targets")


if __name__ == "__main__":
    main()
