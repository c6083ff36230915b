"""Teach the shipped tone model our own guide, beside that of NewsMTSC.

    python training/tone/stance.py --lessons build/lessons.json --train newsmtsc_train.jsonl \\
        --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl --out build/stance --minutes 25
    python training/tone/stance.py … --out build/stance --export     # int8, calibrated on what was kept out

It goes on from the weights in bias/models/tone (shipped.py); with --start from others.  The last layer has
three scores for each guide: NewsMTSC's coders judge what a sentence makes one think of somebody, bad news of
him included; ours judges how the outlet's words present him.  Kept out of training, for choosing and
calibrating: one in nine of the coded articles, of the events told by three outlets and of the sentences (by a
hash of their keys), and of NewsMTSC what student.py keeps out.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.optimize import minimize
from scipy.special import softmax
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import int8
from lessons import is_kept
from shipped import weights_of
from student import BASE, INNER, Net, batches, coding, export, grouped, masked, permuted, tensors, threshold

from bias.model import Name, Span
from bias.reading.text import encoder
from bias.reading.tone.classifier import GUIDES, Sentence, ToneModel, encode, hidden_names
from bias.reading.tone.classifier import calibrated as shares_of
from data import LABELS, by_text, one_hot, parts

SHIPPED = Path(__file__).resolve().parents[2] / "bias" / "models" / "tone"
PLAIN = 0.5  # weight of a neutral mention of a coded article: most are
GOLD = (
    0.5  # of what is wanted on NewsMTSC; the rest are the probabilities of the model that training began from
)
ROWS = 2600  # sentences of NewsMTSC, an epoch
BUDGET = 1400  # pieces a batch
SAID = {
    "negative": 0.70,
    "neutral": 0.85,
    "positive": 0.60,
}  # precision wanted of what is said, of mentions as they come


@dataclass(frozen=True, slots=True)
class Lesson:
    """Text as the model takes it, and of each target the label, what is wanted and its weight."""

    sentence: Sentence
    labels: tuple[int, ...]
    aims: Any  # (targets, 3)
    weights: tuple[float, ...]
    guide: int  # place in GUIDES
    origin: str = ""
    article: str = ""


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lessons", type=Path, required=True, help="of lessons.py")
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--export", action="store_true", help="train nothing")
    return parser.parse_args()


def widened(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights with three scores for each guide, alike at first."""
    if len(state["outer.weight"]) == len(LABELS):
        state = {**state, **{name: torch.cat([state[name]] * 2) for name in ("outer.weight", "outer.bias")}}
    return state


def started(path: Path | None) -> Net:
    net = Net()
    net.outer = nn.Linear(INNER, len(GUIDES) * len(LABELS))
    if path:
        net.load_state_dict(widened(torch.load(path)))
        return net
    state = weights_of(SHIPPED)
    words = state.pop("encoder.embeddings.word_embeddings.weight")
    net.load_state_dict(widened(state), strict=False)
    net.slots.weight.data[1:] = words[net.first : net.first + len(net.slots.weight) - 1]
    return net


# -- lessons -----------------------------------------------------------------------------------------


def newsmtsc(rows: list[dict[str, Any]], tok: Tokenizer) -> list[Lesson]:
    out = []
    for text, places in by_text(rows).items():
        spans = [Span(rows[k]["target_start"], rows[k]["target_end"]) for k in places]
        labels = tuple(LABELS.index(rows[k]["label"]) for k in places)
        sentence = encode(text, spans, hidden_names(text, encoder.names_in(text)), tok, coding(tok))
        aims = np.asarray([one_hot(label, 0.1) for label in labels])
        out.append(Lesson(sentence, labels, aims, (1.0,) * len(labels), GUIDES.index("newsmtsc")))
    return out


def own(path: Path, tok: Tokenizer) -> tuple[list[Lesson], list[Lesson]]:
    """To learn from, and kept out."""
    taught, kept = [], []
    for row in json.loads(path.read_text(encoding="utf-8")):
        names = [Name(Span(start, end), label) for start, end, label in row["names"]]
        spans, labels = [Span(*span) for span in row["spans"]], tuple(row["labels"])
        sentence = encode(row["text"], spans, hidden_names(row["text"], names), tok, coding(tok))
        aims = np.asarray([one_hot(label, 0.1) for label in labels])
        plain = PLAIN if row["origin"] == "coded" else 1.0
        weights = tuple(plain if LABELS[one] == "neutral" else 1.0 for one in labels)
        one = Lesson(sentence, labels, aims, weights, GUIDES.index("stance"), row["origin"], row["article"])
        kept_out = row["origin"] != "written" and is_kept(row["article"])
        (kept if kept_out else taught).append(one)
    return taught, kept


def drawn(base: list[Lesson], taught: list[Lesson], rng: random.Random) -> list[tuple[Sentence, Lesson]]:
    """An epoch: some of NewsMTSC; of coded text without a judgement no more than of that with one."""
    coded = [one for one in taught if one.origin == "coded"]
    judging = [one for one in coded if any(LABELS[label] != "neutral" for label in one.labels)]
    plain = [one for one in coded if all(LABELS[label] == "neutral" for label in one.labels)]
    others = [one for one in taught if one.origin != "coded"]
    chosen = rng.sample(base, min(ROWS, len(base))) + rng.sample(plain, min(len(judging), len(plain)))
    return [(one.sentence, one) for one in [*chosen, *judging, *others]]


# -- training ----------------------------------------------------------------------------------------


def scores_of(net: Net, lessons: Sequence[Lesson]) -> list[Any]:
    """Scores (targets, 6) of each lesson."""
    net.eval()
    out: list[Any] = [None] * len(lessons)
    items = [(one.sentence, place) for place, one in enumerate(lessons)]
    with torch.no_grad():
        for group in batches(items, 2000, random.Random(0)):
            found, at = net(*tensors([sentence for sentence, _ in group])).float().numpy(), 0
            for sentence, place in group:
                out[place] = found[at : at + len(sentence.targets)]
                at += len(sentence.targets)
    return out


def softened(net: Net, base: list[Lesson]) -> list[Lesson]:
    """NewsMTSC with the probabilities of the model as it is mixed into what is wanted."""
    first = len(LABELS) * GUIDES.index("newsmtsc")
    told = [softmax(rows[:, first : first + len(LABELS)], -1) for rows in scores_of(net, base)]
    return [
        Lesson(one.sentence, one.labels, GOLD * one.aims + (1 - GOLD) * own, one.weights, one.guide)
        for one, own in zip(base, told, strict=True)
    ]


def loss_of(net: Net, group: list[Lesson], tok: Tokenizer, rng: random.Random) -> torch.Tensor:
    ids, *others = tensors([permuted(one.sentence, net.first, rng) for one in group])
    aims = torch.tensor(np.concatenate([one.aims for one in group]), dtype=torch.float32)
    weights = torch.tensor([weight for one in group for weight in one.weights])
    guide = torch.tensor([one.guide for one in group for _ in one.labels])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(masked(ids, tok), *others)
    each = scores.float().unflatten(-1, (len(GUIDES), len(LABELS)))[torch.arange(len(guide)), guide]
    losses = -(aims * torch.log_softmax(each, -1)).sum(-1)
    return (losses * weights).sum() / weights.sum()


def train(net: Net, base: list[Lesson], taught: list[Lesson], tok: Tokenizer, opt: argparse.Namespace) -> Net:
    """By the clock: the learning rate falls to nothing at the end of opt.minutes."""
    rng, adam = random.Random(opt.seed), torch.optim.AdamW(grouped(net, opt.lr))
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.995))
    began, step, groups = time.time(), 0, []
    while (share := (time.time() - began) / 60 / opt.minutes) < 1:
        groups = groups or batches(drawn(base, taught, rng), BUDGET, rng)
        for part in adam.param_groups:
            part["lr"] = part["top"] * min(1.0, (step + 1) / 60) * (1 - share)
        net.train()
        loss = loss_of(net, [one for _, one in groups.pop()], tok, rng)
        adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        average.update_parameters(net)
        step += 1
        if step % 100 == 0:
            print(f"step {step} loss {loss.item():.3f} {time.time() - began:.0f}s", flush=True)
    return average.module


# -- what is shipped ---------------------------------------------------------------------------------


def fitted(scores: np.ndarray, wanted: np.ndarray) -> dict[str, Any]:
    """Scale and shifts with the best likelihood; see `classifier.calibrated`."""
    right = np.arange(len(wanted)), wanted
    scores = scores.astype(np.float64)

    def as_config(values: np.ndarray) -> dict[str, Any]:
        scale, rise, negative, positive = values
        return {"scale": scale, "rise": rise, "shift": [negative, 0.0, positive]}

    def loss(values: np.ndarray) -> float:
        return -float(np.log(np.maximum(shares_of(scores, as_config(values))[right], 1e-9)).mean())

    return as_config(minimize(loss, [1, 0, 0, 0], method="Nelder-Mead").x.round(3).tolist())


def bounds(shares: np.ndarray, wanted: np.ndarray) -> list[float]:
    """Of each label the lowest probability from which on it is said with the precision of SAID."""
    out = []
    for label, name in enumerate(LABELS):
        said = shares.argmax(1) == label
        good = [
            bound
            for bound in np.arange(0.34, 0.96, 0.01)
            if (chosen := said & (shares[:, label] >= bound)).any()
            and (wanted[chosen] == label).mean() >= SAID[name]
        ]
        out.append(round(float(good[0]), 2) if good else 0.95)
    return out


def read_back(folder: Path, lessons: Sequence[Lesson]) -> np.ndarray:
    """Scores (targets, 6) of the shipped files; windows of one article a call."""
    model, out = ToneModel(folder), {}
    by_article: dict[str, list[int]] = {}
    for place, one in enumerate(lessons):
        by_article.setdefault(one.article or str(place // 20), []).append(place)
    for places in by_article.values():
        found = model.scores([lessons[place].sentence for place in places])
        out |= dict(zip(places, found, strict=True))
    return np.concatenate([out[place] for place in range(len(lessons))])


def calibrate(folder: Path, kept: dict[str, list[Lesson]]) -> None:
    """Completes config.json, each guide on lessons of its own that were kept out."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["guides"] = {}
    for place, guide in enumerate(GUIDES):
        lessons = kept[guide]
        scores = read_back(folder, lessons)[:, len(LABELS) * place : len(LABELS) * (place + 1)]
        wanted = np.concatenate([one.labels for one in lessons])
        values = fitted(scores, wanted)
        shares = shares_of(scores, values)
        certain = bounds(shares, wanted) if guide == "stance" else [threshold(shares, wanted)] * len(LABELS)
        config["guides"][guide] = {**values, "certain": certain}
        answers = shares.argmax(1)
        confusion = [[int(((wanted == g) & (answers == f)).sum()) for f in range(3)] for g in range(3)]
        print(guide, config["guides"][guide], confusion)
        if guide == "stance":
            config["confusion"] = confusion
    int8.write_config(folder, config)


def main() -> None:
    opt = options()
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(opt.seed)
    tok = int8.tokenizer(BASE)
    rows, chosen, calibrating = parts(opt.train, opt.without)
    taught, kept = own(opt.lessons, tok)
    if opt.export:
        net = started(opt.out / "tone.pt")
        export(net, opt.out / "model", [one.sentence for one in taught])
        news = [one for one in kept if one.origin in ("coded", "articles")]
        calibrate(opt.out / "model", {"stance": news, "newsmtsc": newsmtsc([*chosen, *calibrating], tok)})
        return
    net = started(opt.start)
    base = softened(net, newsmtsc(rows, tok))
    torch.save(train(net, base, taught, tok, opt).state_dict(), opt.out / "tone.pt")


if __name__ == "__main__":
    main()
