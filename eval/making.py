"""What answers are made of: the index, the settings, the code and the libraries, and one fingerprint of it all.

Two askings with the same fingerprint give the same answers, but for a language model's. A model that is set by folder
or hub name is known by that name alone. It opens nothing but the files of the `rag` package.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

import rag
from rag.generations import Manifest
from rag.settings import Settings

# Where reports and index lie changes no answer (their content does), nor does what reading one may cost.
_WITHOUT_EFFECT = {"corpus", "index", "reading_timeout", "reading_memory_mb"}
# An address may hold a key: it is part of the fingerprint, and never shown.
_UNSHOWN = {"llm_base_url"}


@dataclass(frozen=True, slots=True)
class Making:
    """Whatever may change an answer; `index` and `code` are SHA-256 of contents, `settings` those with an effect."""

    generation: str
    index: str
    settings: Mapping[str, Any]
    code: str
    dalil: str
    libraries: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all of it, in hexadecimal."""
        return _sha256(json.dumps(asdict(self), sort_keys=True))

    def told(self) -> dict[str, str]:
        """Return what a run says of it, by name."""
        shown = {name: value for name, value in sorted(self.settings.items()) if name not in _UNSHOWN}
        told = {
            "index": self.index,
            "settings": json.dumps(shown, ensure_ascii=False),
            "code": self.code,
            "dalil": self.dalil,
            "libraries": self.libraries,
        }
        if self.settings["llm"]:
            told["language_model"] = "may answer otherwise when asked anew; its answers are kept until --fresh"
        return told


def making(settings: Settings, manifest: Manifest) -> Making:
    """Return what answers from that generation of the index, under these settings, are made of."""
    dalil, libraries = _versions()
    return Making(
        generation=manifest.name,
        index=_sha256(json.dumps({**asdict(manifest), "created": None}, sort_keys=True)),
        settings=settings.model_dump(mode="json", exclude=_WITHOUT_EFFECT),
        code=_code(),
        dalil=dalil,
        libraries=libraries,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """SHA-256 over every file of the `rag` package: its code, its weights and the bundled model."""
    folder = Path(rag.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _versions() -> tuple[str, str]:
    """The version of Dalil, and of Python and the libraries that it requires."""
    python = f"python {platform.python_version()}"
    try:
        own, required = version("dalil"), requires("dalil") or []
    except PackageNotFoundError:  # a copy of the sources that was never installed
        return "not installed", python
    names = sorted({re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in required if "extra ==" not in one})
    return own, ", ".join([python, *(f"{name} {_version(name)}" for name in names)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
