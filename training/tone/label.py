"""The teacher's probabilities of train's targets and of those of sentences without labels.

    python training/tone/label.py --teacher build/teacher/teacher.pt --model all-mpnet-base-v2 \
        --names build/names.json --train newsmtsc_train.jsonl \
        --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl --out build/labels.json

The teacher reads every sentence under exchanged names, so that what it knows of names does not get into
the labels.  Leaves {text: {"start,end": probabilities}} after each part, and goes on from what is there.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
from scipy.special import softmax
from teacher import Teacher, marked, teach, tokenizer

from data import Example, as_names, labelled, names_of, parts, renamed

PART = 1000  # sentences


def known(item: Example, out: dict[str, dict[str, list[float]]]) -> bool:
    return all(f"{start},{end}" in out.get(item.text, {}) for start, end in item.spans)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("teacher", "model", "names", "train", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    opt = parser.parse_args()
    found = json.loads(opt.names.read_text(encoding="utf-8"))
    rows = parts(opt.train, opt.without)[0]
    base = labelled(rows, found["train"], 1.0, 0.0)
    more = [
        Example(item["text"], tuple(map(tuple, item["asked"])), (), tuple(as_names(item["names"])))
        for item in found["more"]
    ]
    pool, rng, tok = names_of(base), random.Random(0), tokenizer(opt.model)
    net = Teacher(opt.model)
    net.load_state_dict(torch.load(opt.teacher))
    out: dict[str, dict[str, list[float]]] = {}
    if opt.out.exists():
        out = json.loads(opt.out.read_text(encoding="utf-8"))
    began = time.time()
    queue = [item for item in [*base, *more] if not known(item, out)]
    for at in range(0, len(queue), PART):
        here = queue[at : at + PART]
        said = [renamed(item, pool, rng, 1.0) for item in here]
        coded = [marked(item.text, span, tok) for item in said for span in item.spans]
        shares = iter(softmax(teach(net, coded), axis=1).round(4).tolist())
        for item in here:
            places = out.setdefault(item.text, {})
            places |= {f"{start},{end}": next(shares) for start, end in item.spans}
        opt.out.write_text(json.dumps(out), encoding="utf-8")
        print(at + len(here), "of", len(queue), f"{time.time() - began:.0f}s", flush=True)


if __name__ == "__main__":
    main()
