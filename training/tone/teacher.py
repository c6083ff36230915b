"""The teacher: a full pass of MPNet for every target, which stands between two "@".

    python training/tone/teacher.py --train newsmtsc_train.jsonl --names build/names.json \\
        --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl --model all-mpnet-base-v2 \\
        --written training/tone/written.txt --out build/teacher --epochs 2

The lowest FROZEN layers and the word embeddings stay as they are; what they leave gets a learned vector
at the target's pieces and one at its markers.  In half of the sentences names are exchanged, and some
pairs of sentences of different labels are joined.  Leaves OUT/teacher.pt after each half epoch.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from data import (
    LABELS,
    Aim,
    Example,
    Row,
    Scores,
    Span,
    as_examples,
    labelled,
    names_of,
    pairs,
    parts,
    renamed,
    report,
    singles,
    written,
)

LONGEST = 104  # pieces of a sentence with markers
WIDTH, LAYERS = 768, 12
FROZEN = 4  # lowest layers that are not trained
GROUP = 32  # targets a step


class Marked(NamedTuple):
    """A sentence for one target: pieces, and 1 for those of the target, 2 for its markers."""

    ids: list[int]
    marks: list[int]


class Lesson(NamedTuple):
    marked: Marked
    aim: Aim
    heed: float


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path, required=True, help="of sentences.py")
    parser.add_argument("--written", type=Path, help="sentences of our own, as sentences.py had them")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--lr", type=float, default=4e-5, help="of the upper layer; each below has .9 of it")
    parser.add_argument("--joined", type=float, default=0.2, help="of the number of rows")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def tokenizer(model: Path) -> Tokenizer:
    found = Tokenizer.from_file(str(model / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def marked(text: str, span: Span, tok: Tokenizer) -> Marked:
    """The pieces around the target, which stands between two markers."""
    first, last, sign = (tok.token_to_id(piece) for piece in ("<s>", "</s>", "@"))
    texts = text[: span[0]], text[span[0] : span[1]], text[span[1] :]
    left, middle, right = (tok.encode(part, add_special_tokens=False).ids for part in texts)
    middle = middle[:24]
    room = LONGEST - 4 - len(middle)
    if len(left) + len(right) > room:
        keep = max(room // 2, room - len(right))
        left = left[-keep:] if len(left) > keep else left
        right = right[: room - len(left)]
    ids = [first, *left, sign, *middle, sign, *right, last]
    return Marked(ids, [0] * (1 + len(left)) + [2] + [1] * len(middle) + [2] + [0] * (len(right) + 1))


def padded(group: list[Marked]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = max(len(item.ids) for item in group)
    ids, marks, mask = (np.zeros((len(group), width), np.int64) for _ in range(3))
    ids += 1  # MPNet's padding
    for row, item in enumerate(group):
        size = len(item.ids)
        ids[row, :size], marks[row, :size], mask[row, :size] = item.ids, item.marks, 1
    return torch.from_numpy(ids), torch.from_numpy(marks), torch.from_numpy(mask)


class Teacher(nn.Module):
    """MPNet; read off at the target's pieces, its first marker and the mean of all."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            model, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        for name, weight in self.encoder.named_parameters():
            layer = re.search(r"layer\.(\d+)", name)
            weight.requires_grad = bool(layer and int(layer[1]) >= FROZEN) or "relative" in name
        self.marks = nn.Embedding(3, WIDTH)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(3 * WIDTH, len(LABELS))

    def forward(self, ids, marks, mask):
        core = self.encoder.encoder
        far = (1 - mask.float())[:, None, None, :] * -1e4
        with torch.no_grad():
            hidden = self.encoder.embeddings(input_ids=ids)
            bias = core.compute_position_bias(hidden)
            hidden = run(core.layer[:FROZEN], hidden, far, bias)
        bias = core.compute_position_bias(hidden)
        hidden = run(core.layer[FROZEN:], hidden + self.marks(marks), far, bias).float()
        target = (marks == 1).float() / (marks == 1).sum(1, keepdim=True)
        whole = mask.float() / mask.sum(1, keepdim=True)
        means = [torch.einsum("tn,tnd->td", share, hidden) for share in (target, whole)]
        opening = hidden[torch.arange(len(ids)), (marks == 2).int().argmax(1)]
        return self.out(self.drop(torch.cat([*means, opening], -1)))


def run(layers, hidden, far, bias):
    for layer in layers:
        hidden = layer(hidden, attention_mask=far, position_bias=bias)[0]
    return hidden


def teach(net: Teacher, items: list[Marked], group: int = 48, precise: bool = False) -> Scores:
    """Scores (targets, 3)."""
    net.eval()
    out = np.zeros((len(items), len(LABELS)), np.float32)
    order = sorted(range(len(items)), key=lambda at: len(items[at].ids))
    bf16 = nullcontext() if precise else torch.autocast("cpu", dtype=torch.bfloat16)
    with torch.no_grad(), bf16:
        for at in range(0, len(order), group):
            here = order[at : at + group]
            out[here] = net(*padded([items[k] for k in here])).float().numpy()
    return out


def marked_rows(rows: list[Row], tok: Tokenizer) -> list[Marked]:
    return [marked(row["text"], (row["target_start"], row["target_end"]), tok) for row in rows]


def lessons(base: list[Example], pool: dict, joint: int, tok: Tokenizer, rng: random.Random) -> list[Lesson]:
    """An epoch: the sentences and some joined ones, half of them under other names."""
    drawn = [*base, *pairs(singles(base, 0.6), joint, rng)]
    drawn = [renamed(item, pool, rng) if rng.random() < 0.5 else item for item in drawn]
    return [
        Lesson(marked(item.text, span, tok), aim, item.heed)
        for item in drawn
        for span, aim in zip(item.spans, item.aims, strict=True)
    ]


def grouped(items: list[Lesson], rng: random.Random) -> list[list[Lesson]]:
    """Of about one length."""
    items, out = rng.sample(items, len(items)), []
    for at in range(0, len(items), 20 * GROUP):
        near = sorted(items[at : at + 20 * GROUP], key=lambda item: len(item.marked.ids))
        out += [near[k : k + GROUP] for k in range(0, len(near), GROUP)]
    return rng.sample(out, len(out))


def rates(net: Teacher, lr: float) -> list[dict]:
    out = []
    for name, weight in net.named_parameters():
        layer = re.search(r"layer\.(\d+)", name)
        rate = lr * 0.9 ** (LAYERS - 1 - int(layer[1])) if layer else lr * 0.9 ** (LAYERS - FROZEN)
        rate = rate if name.startswith("encoder.") else 1e-3
        decay = 0.01 if weight.ndim > 1 and name.startswith("encoder.") else 0.0
        if weight.requires_grad:
            out.append({"params": [weight], "lr": rate, "weight_decay": decay})
    return out


def step_of(net: Teacher, group: list[Lesson]) -> torch.Tensor:
    """The loss of a step."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(*padded([item.marked for item in group]))
    aims = torch.tensor([item.aim for item in group], dtype=torch.float32)
    heed = torch.tensor([item.heed for item in group])
    losses = -(aims * torch.log_softmax(scores.float(), -1)).sum(-1)
    return (losses * heed).sum() / heed.sum()


def main() -> None:
    opt = options()
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(opt.seed)
    rng, tok = random.Random(opt.seed), tokenizer(opt.model)
    rows, *held = parts(opt.train, opt.without)
    names = json.loads(opt.names.read_text(encoding="utf-8"))
    base = labelled(rows, names["train"], heed=1.5, smoothing=0.05)
    if opt.written:
        base += as_examples(written(opt.written), names["written"], 0.15)
    pool, joint = names_of(base), int(opt.joined * len(rows) / 2)
    coded = [marked_rows(part, tok) for part in held]
    net = Teacher(opt.model)
    adam = torch.optim.AdamW(rates(net, opt.lr))
    total = opt.epochs * ((sum(len(item.spans) for item in base) + 2 * joint) // GROUP)
    plan = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda s: min((s + 1) / (total / 10), max(0.0, (total - s) / (total * 0.9)))
    )
    step, began, losses = 0, time.time(), []
    for _ in range(opt.epochs):
        groups = grouped(lessons(base, pool, joint, tok, rng), rng)
        for at, group in enumerate(groups, 1):
            net.train()
            loss = step_of(net, group)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            adam.zero_grad(set_to_none=True)
            plan.step()
            step, losses = step + 1, [*losses[-24:], loss.item()]
            if step % 25 == 0 or step == 5:
                mean = np.mean(losses)
                print(f"step {step}/{total} loss {mean:.3f} {time.time() - began:.0f}s", flush=True)
            if at in (len(groups) // 2, len(groups)):
                torch.save(net.state_dict(), opt.out / "teacher.pt")
                told = [report(part, teach(net, pieces)) for part, pieces in zip(held, coded, strict=True)]
                print(f"choosing {told[0]} calibrating {told[1]} {time.time() - began:.0f}s", flush=True)


if __name__ == "__main__":
    main()
