"""The weights of a shipped tone model, read back from its int8 file: what a training goes on from."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

# the matrices of a layer in the order in which they are applied
PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "intermediate.dense", "output.dense",
)  # fmt: skip
MATRIX, SHAPES = "onnx::MatMul_", {(384, 384), (384, 1536), (1536, 384)}
Weights = dict[str, torch.Tensor]


def weights_of(folder: Path) -> Weights:
    """Names and weights as `student.Net` has them; the smoothing of `int8.Smoothed` is taken out again."""
    held = {
        one.name: numpy_helper.to_array(one) for one in onnx.load(folder / "encoder.onnx").graph.initializer
    }

    def plain(name: str) -> torch.Tensor:
        zero = held[f"{name}_zero_point"].astype("float32")
        return torch.from_numpy((held[f"{name}_quantized"].astype("float32") - zero) * held[f"{name}_scale"])

    ends = ("bias", "LayerNorm.weight")
    out = {
        name.replace(".linear.", "."): torch.from_numpy(one.copy())
        for name, one in held.items()
        if name.endswith(ends)
    }
    quantized = {name.removesuffix("_quantized") for name in held if name.endswith("_quantized")}
    matrices = sorted(
        (name for name in quantized if name.startswith(MATRIX)),
        key=lambda name: int(name.removeprefix(MATRIX)),
    )
    whole = [name for name in matrices if tuple(held[f"{name}_quantized"].shape) in SHAPES]
    assert len(whole) == 6 * len(PARTS), len(whole)
    for place, name in enumerate(whole):
        layer, part = f"encoder.encoder.layer.{place // len(PARTS)}", PARTS[place % len(PARTS)]
        weight = plain(name).T
        narrow = held.get(f"{layer}.{part}.narrow")
        out[f"{layer}.{part}.weight"] = weight * torch.from_numpy(narrow) if narrow is not None else weight
    for name in quantized:
        if name.startswith("inner") or name.startswith("outer"):
            out[name.replace("_Transposed", "")] = plain(name).T
        elif not name.startswith(MATRIX):
            out[name] = plain(name)
    return {name: one.contiguous() for name, one in out.items()}
