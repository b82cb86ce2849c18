"""Where a model named by its users lies: in a folder, in the local cache of the hub, or on the hub itself.

Offline flags are respected, an unreachable hub is told within seconds, and code that comes with a model is never run.
Every message names the way out. What kind of model it is, is the affair of whoever opens it.
"""

from __future__ import annotations

import json
import logging
import os
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from rag.errors import ModelError

logger = logging.getLogger(__name__)

Model = TypeVar("Model")
# (folder or name on the hub, local files only) -> the model; raises errors of any kind.
Opener = Callable[[str, bool], Model]

_HUB_PATIENCE = 10.0  # seconds
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of model: how messages call it, who owns those named without an owner, and what does without one."""

    noun: str
    owner: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Opened(Generic[Model]):
    """A model with the folder that it lies in; `revision` is None for a folder of the user's own."""

    model: Model
    name: str
    folder: Path
    revision: str | None = None


def open_model(name: str, kind: Kind, opener: Opener[Model]) -> Opened[Model]:
    """Open a model by folder or by its name on the hub.

    Raises:
        ModelError: when there is none, it is broken, or the hub may not or cannot be asked for it.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _from_folder(folder, kind, opener)
    if not _HUB_NAME.fullmatch(name):
        raise ModelError(f"There is no folder {name} with a model.", f"Check the path. {kind.way_out}")
    return _from_hub(name, kind, opener)


def is_cross_encoder(folder: Path) -> bool:
    """Tell whether the model in a folder scores pairs of texts, by its own configuration.

    A classifier of the transformers library without a list of modules is what sentence-transformers saved before it
    told the kinds apart.
    """
    if (folder / "modules.json").is_file():
        return bool(_json(folder / "config_sentence_transformers.json").get("model_type") == "CrossEncoder")
    architectures = _json(folder / "config.json").get("architectures") or [""]
    return str(architectures[0]).endswith("ForSequenceClassification")


def _from_folder(folder: Path, kind: Kind, opener: Opener[Model]) -> Opened[Model]:
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(
            f"The folder {folder} holds no sentence-transformers model (no modules.json or config.json).",
            f"Check the path. {kind.way_out}",
        )
    try:
        model = opener(str(folder), True)
    except Exception as error:  # the libraries below raise errors of many kinds
        raise _broken(f"The {kind.noun} in {folder} cannot be loaded", error, "Fetch its files again.", kind) from error
    return Opened(model, folder.resolve().name, folder)


def _from_hub(name: str, kind: Kind, opener: Opener[Model]) -> Opened[Model]:
    try:
        return _snapshot(name, kind, opener, local=True)
    except Exception as error:  # not in the cache, or damaged there: ask the hub
        logger.info("%s is not in the local cache: %s", name, error)
        reason = error
    if _offline():
        raise ModelError(
            f"There is no folder {name}, and the {kind.noun} {name} is not in the local cache; "
            "HF_HUB_OFFLINE forbids fetching it.",
            f"Fetch it once with HF_HUB_OFFLINE unset. {kind.way_out}",
        ) from reason
    if not _hub_answers():
        raise ModelError(
            f"There is no folder {name}, and the model hub cannot be reached to fetch the {kind.noun} {name}.",
            f"Check the network, or name a local folder. {kind.way_out}",
        ) from reason
    try:
        return _snapshot(name, kind, opener, local=False)
    except Exception as error:
        told = f"The {kind.noun} {name} cannot be fetched from the hub"
        raise _broken(told, error, "Check its name and your access to it.", kind) from error


def _snapshot(name: str, kind: Kind, opener: Opener[Model], *, local: bool) -> Opened[Model]:
    from huggingface_hub import snapshot_download

    model = opener(name, local)
    full_name = name if "/" in name else f"{kind.owner}/{name}"
    folder = Path(snapshot_download(full_name, local_files_only=True))  # named after its revision
    return Opened(model, full_name, folder, folder.name)


def _broken(told: str, error: Exception, mend: str, kind: Kind) -> ModelError:
    if "trust_remote_code" in str(error):
        return ModelError(
            f"{told}: it brings program code of its own, which Dalil never runs.",
            f"Choose a model without such code. {kind.way_out}",
        )
    return ModelError(f"{told}: {error}.", f"{mend} {kind.way_out}")


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _offline() -> bool:
    flags = (os.environ.get(flag, "") for flag in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"))
    return any(flag.strip().upper() in {"1", "TRUE", "YES", "ON"} for flag in flags)


def _hub_answers() -> bool:
    """Ask the hub for a sign of life: without it the libraries below keep trying for more than a minute."""
    from huggingface_hub.constants import ENDPOINT

    try:
        with urllib.request.urlopen(ENDPOINT, timeout=_HUB_PATIENCE):  # noqa: S310 (https, from a constant)
            return True
    except urllib.error.HTTPError:
        return True
    except urllib.error.URLError as error:
        # Certificates are the libraries' affair: they may trust more than Python does.
        return isinstance(error.reason, ssl.SSLError)
    except OSError:
        return False
