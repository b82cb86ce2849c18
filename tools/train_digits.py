"""Trains the network that reads the signs of numbers in pictures, in one command.

    python -m tools.train_digits [--lines 10000] [--epochs 6]

Draws its own pictures (`tools/training/digit_pictures.py`), so that it needs fonts and no data. Debian packages:
fonts-arabeyes, fonts-kacst, fonts-kacst-one, fonts-freefarsi, fonts-farsiweb, fonts-hosny-amiri, fonts-hosny-thabit,
fonts-noto-core, fonts-noto-ui-core, fonts-dejavu, fonts-freefont-ttf, fonts-sil-alkalami, fonts-sil-harmattan,
fonts-sil-lateef, fonts-sil-scheherazade, fonts-paktype, fonts-lemonada, fonts-liberation. Prints how many signs it
tells right in fonts that it was not trained on.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import nn
from torch.nn import functional

from rag.reading.digit_network import ARABIC, CLASSES, LATIN, WEIGHTS
from rag.reading.signs import AROUND, OWN
from tools.training.digit_pictures import SCORING, TRAINING, lines

_BATCH = 256
_RATE = 2e-3
_SMOOTHING = 0.02
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Signs:
    """Described signs (see `rag.reading.signs.Described`) and what each is, as an index of `CLASSES`."""

    own: NDArray[np.uint8]
    around: NDArray[np.uint8]
    sizes: NDArray[np.float32]
    classes: NDArray[np.int64]


class Network(nn.Module):
    """The layers that `rag.reading.digit_network` runs."""

    def __init__(self) -> None:
        super().__init__()
        self.own1, self.own2 = nn.Conv2d(1, 12, 3, padding=1), nn.Conv2d(12, 24, 3, padding=1)
        self.around1, self.around2 = nn.Conv2d(2, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.hidden = nn.Linear(4 + 24 * (OWN // 4) ** 2 + 16 * (AROUND[0] // 4) * (AROUND[1] // 4), 72)
        self.classes = nn.Linear(72, len(CLASSES))

    def forward(self, own: torch.Tensor, around: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
        """Return scores of shape (n, len(CLASSES))."""
        parts = [sizes]
        for picture, layers in ((own, (self.own1, self.own2)), (around, (self.around1, self.around2))):
            seen = picture
            for layer in layers:
                seen = functional.max_pool2d(functional.relu(layer(seen)), 2)
            parts.append(seen.flatten(1))
        kept = functional.dropout(torch.cat(parts, 1), 0.2, self.training)
        scores: torch.Tensor = self.classes(functional.relu(self.hidden(kept)))
        return scores


def drawn(families: tuple[str, ...], count: int, seed: int) -> Signs:
    """Draw so many lines and return their signs."""
    found = list(lines(families, count, seed))
    return Signs(
        np.concatenate([(line.described.own * 255).astype(np.uint8) for line in found]),
        np.concatenate([(line.described.around * 255).astype(np.uint8) for line in found]),
        np.concatenate([line.described.sizes for line in found]),
        np.concatenate([line.classes for line in found]),
    )


def drawn_by_all(families: tuple[str, ...], count: int, seed: int) -> Signs:
    """Draw as `drawn` does, on several cores; what is drawn does not depend on their number."""
    parts = 20
    with ProcessPoolExecutor(_WORKERS) as pool:
        made = list(pool.map(drawn, [families] * parts, [count // parts] * parts, range(seed, seed + parts)))
    return Signs(*(np.concatenate([getattr(part, name) for part in made]) for name in Signs.__slots__))


def train(signs: Signs, epochs: int) -> Network:
    """Return a network trained on these signs."""
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # so that each run adds in the same order
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), _RATE)
    steps = epochs * (len(signs.classes) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, steps)
    for epoch in range(epochs):
        order = torch.randperm(len(signs.classes))[: steps // epochs * _BATCH]
        losses = []
        for batch in np.array_split(order.numpy(), steps // epochs):
            scores = network(*_inputs(signs, batch))
            loss = functional.cross_entropy(scores, torch.from_numpy(signs.classes[batch]), label_smoothing=_SMOOTHING)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return network.eval()


def _inputs(signs: Signs, chosen: NDArray[np.int64]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    own, around = (torch.from_numpy(part[chosen]).float() / 255 for part in (signs.own, signs.around))
    return own, around, torch.from_numpy(signs.sizes[chosen])


def predicted(network: Network, signs: Signs) -> NDArray[np.int64]:
    """Return the likeliest class of each sign."""
    with torch.no_grad():
        parts = np.array_split(np.arange(len(signs.classes)), max(1, len(signs.classes) // 2048))
        return np.concatenate([network(*_inputs(signs, part)).argmax(1).numpy() for part in parts])


def main() -> None:
    """Draw, train, save and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=10_000, help="how many lines are drawn")
    parser.add_argument("--epochs", type=int, default=6)
    options = parser.parse_args()
    network = train(drawn_by_all(TRAINING, options.lines, 1000), options.epochs)
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()}, WEIGHTS)
    print_scores(network, drawn_by_all(SCORING, options.lines // 10, 2000))


def print_scores(network: Network, signs: Signs) -> None:
    """Print the share of signs told right, by kind, and what is taken for what most often."""
    found = predicted(network, signs)
    for name, kinds in (("٠-٩", ARABIC), ("0-9", LATIN), ("all", CLASSES)):
        of_kind = np.isin(signs.classes, [CLASSES.index(kind) for kind in kinds])
        print(f"{name}: {np.mean(found[of_kind] == signs.classes[of_kind]):.4f} of {of_kind.sum()}")
    wrong = found != signs.classes
    pairs, counts = np.unique(np.stack([signs.classes[wrong], found[wrong]]), axis=1, return_counts=True)
    for index in counts.argsort()[::-1][:25]:
        true, taken = pairs[:, index]
        print(f"    {CLASSES[true]} for {CLASSES[taken]}: {counts[index]}")


if __name__ == "__main__":
    main()
