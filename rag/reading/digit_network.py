"""Tells the signs of numbers in pictures: the digits ٠ to ٩ (and their Persian shapes), 0 to 9, and signs beside them.

A small network of convolutions (LeCun et al., 1998), trained on drawn numbers by `tools/train_digits.py`, run here with
numpy alone. It looks at one sign at a time; which signs make a number is told in `drawn_numbers.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rag.reading.signs import Described, Floats

ARABIC = "٠١٢٣٤٥٦٧٨٩"
LATIN = "0123456789"
MARKS = "٪%.,٬،:/-()؛و"
TOUCHING = "+"  # digits that touch each other
OTHER = "?"  # letters, pieces of letters and of digits, dirt
CLASSES = ARABIC + LATIN + MARKS + TOUCHING + OTHER

WEIGHTS = Path(__file__).parents[1] / "models" / "digits" / "model.safetensors"


def likelihoods(described: Described) -> Floats:
    """Return for each sign how likely it is each of `CLASSES`, of shape (n, len(CLASSES))."""
    if not described.signs:
        return np.zeros((0, len(CLASSES)), np.float32)
    weights = _weights()
    parts = [described.sizes]
    for name, pictures in (("own", described.own), ("around", described.around)):
        first = _halved(_convolved(pictures, weights[f"{name}1.weight"], weights[f"{name}1.bias"]))
        second = _halved(_convolved(first, weights[f"{name}2.weight"], weights[f"{name}2.bias"]))
        parts.append(second.reshape(len(second), -1))
    hidden = np.maximum(np.concatenate(parts, axis=1) @ weights["hidden.weight"].T + weights["hidden.bias"], 0)
    scores = hidden @ weights["classes.weight"].T + weights["classes.bias"]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _convolved(pictures: Floats, weight: Floats, bias: Floats) -> Floats:
    """A convolution of 3 × 3 pixels with a margin of one, below zero cut off."""
    windows = sliding_window_view(np.pad(pictures, ((0, 0), (0, 0), (1, 1), (1, 1))), (3, 3), axis=(2, 3))
    found = np.einsum("nchwij,fcij->nfhw", windows, weight, optimize=True) + bias[:, None, None]
    positive: Floats = np.maximum(found, 0)
    return positive


def _halved(pictures: Floats) -> Floats:
    """The largest of each 2 × 2 pixels."""
    rows = np.maximum(pictures[:, :, ::2], pictures[:, :, 1::2])  # many times faster than the largest over two axes
    largest: Floats = np.maximum(rows[..., ::2], rows[..., 1::2])
    return largest


@cache
def _weights() -> dict[str, Floats]:
    from safetensors.numpy import load_file

    return {name: array.astype(np.float32) for name, array in load_file(WEIGHTS).items()}
