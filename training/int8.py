"""What the trained encoders share: their word pieces, and how they become small int8 files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn


def tokenizer(folder: Path) -> Tokenizer:
    """The word pieces of a base model, which neither cuts nor fills up what it is given."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


class Smoothed(nn.Module):
    """A linear layer that takes its widest channels narrower, and weighs them more.

    int8 has one scale for all channels of an activation, so a few wide ones cost the others their
    digits (Xiao et al. 2023, "SmoothQuant", with alpha .85).
    """

    def __init__(self, linear: nn.Linear, widest: torch.Tensor, alpha: float = 0.85) -> None:
        super().__init__()
        weight = linear.weight.detach().abs().amax(0).clamp_min(1e-5)
        scale = widest.clamp_min(1e-5) ** alpha / weight ** (1 - alpha)
        scale = (scale / scale.median()).clamp_min(1.0)
        self.narrow = nn.Parameter(1 / scale, requires_grad=False)
        self.linear = linear
        linear.weight.data *= scale

    def forward(self, hidden):
        return self.linear(hidden * self.narrow)


def smooth(layers: Iterable[nn.Module], read: Callable[[], None]) -> None:
    """Smooths both parts of each layer's feed-forward part; `read` runs the net on what measures them."""
    widest: dict[nn.Module, torch.Tensor] = {}

    def measure(linear, inputs, _) -> None:
        width = inputs[0].detach().abs().flatten(0, 1).amax(0)
        widest[linear] = torch.maximum(widest.get(linear, width), width)

    parts = [part for layer in layers for part in (layer.intermediate, layer.output)]
    hooks = [part.dense.register_forward_hook(measure) for part in parts]
    read()
    for hook in hooks:
        hook.remove()
    for part in parts:
        part.dense = Smoothed(part.dense, widest[part.dense])


def quantize(full: Path, precise: list[str]) -> None:
    """Puts encoder.onnx (int8) in the place of an fp32 file; the nodes in `precise` stay fp32.

    Weights keep to 7 bits (`reduce_range`): int8 products of 8-bit weights saturate on CPUs without VNNI, and
    then a reading would depend on the reader's machine.
    """
    quantize_dynamic(
        full,
        full.with_name("encoder.onnx"),
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=precise,
    )
    full.unlink()


def write_config(folder: Path, config: dict[str, Any]) -> None:
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
