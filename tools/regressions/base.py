"""What a seeded regression is, and how the product's own code is swapped for a broken one and back."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

# Makes the broken thing from the sound one.
Make = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Regression:
    """A bug with a name: `broken()` is a context in which the product has it.

    `reindex` says that it shows only in an index built with it, `reread` that reports must be read with it.
    """

    name: str
    what: str
    broken: Callable[[], AbstractContextManager[None]]
    reindex: bool = False
    reread: bool = False


@contextmanager
def swapped(*changes: tuple[str, Make]) -> Iterator[None]:
    """Replace things by dotted name ("rag.passages.cut") with what is made of them, until the context ends."""
    with ExitStack() as stack:
        stack.callback(_forget)  # the last thing done
        for name, make in changes:
            stack.enter_context(patch(name, make(pkgutil.resolve_name(name))))
        _forget()
        yield


@contextmanager
def swapped_everywhere(name: str, make: Make) -> Iterator[None]:
    """Replace a function in every module of the product that has imported it by name."""
    original = pkgutil.resolve_name(name)
    broken = make(original)
    with ExitStack() as stack:
        stack.callback(_forget)  # the last thing done
        for module in _modules():
            for attribute, value in list(vars(module).items()):
                if value is original:
                    stack.enter_context(patch.object(module, attribute, broken))
        _forget()
        yield


def instead(value: Any) -> Make:
    """Put a value in the place of another."""
    return lambda _sound: value


def _modules() -> list[Any]:
    return [module for name, module in sorted(sys.modules.items()) if name.startswith("rag.")]


def _forget() -> None:
    """Empty what functions of the product remember, which a swapped one may have filled or would not be asked for."""
    for module in _modules():
        # Loading a model again would only cost time.
        if not module.__name__.startswith("rag.embedding"):
            for value in vars(module).values():
                getattr(value, "cache_clear", lambda: None)()
