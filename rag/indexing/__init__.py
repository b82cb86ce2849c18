"""Corpus → a new generation of the index, reading and embedding only what changed; and the opening of what was built.

`Indexer.run` is behind `dalil index`, `open_index` behind everything that searches. Which models, readers and folders
are used is decided above; formats, models and stores are their own rooms below.
"""

from rag.indexing.indexer import Indexer, IndexingResult
from rag.indexing.opening import OpenIndex, open_index

__all__ = ["Indexer", "IndexingResult", "OpenIndex", "open_index"]
