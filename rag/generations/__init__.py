"""The index on disk: immutable generations, a manifest that says what made each, and one atomic switch.

    index/CURRENT          the name of the generation that readers open
    index/gen-000007/      its stores; manifest.json vouches for every other file, manifest.sha256 for the manifest
    index/.writing-…/      a generation being written; never read; left by a killed writer, it goes with the next one
    index/.lock            held by the one writer

A generation is written beside the current one, synced, verified and renamed into place; only then is CURRENT replaced.
Whatever is interrupted, CURRENT names a whole generation. Readers take no lock: they hold the generation that they
opened, and the one just left is kept. What lies in a generation is not known here; `rag.stores.bundle` writes it.
"""

from rag.generations.manifest import FailedFile, FileFact, IndexedReport, Manifest, Recipe, check
from rag.generations.opening import Generation, open_current, opened, verify
from rag.generations.publishing import Writer, writing

__all__ = [
    "FailedFile",
    "FileFact",
    "Generation",
    "IndexedReport",
    "Manifest",
    "Recipe",
    "Writer",
    "check",
    "open_current",
    "opened",
    "verify",
    "writing",
]
