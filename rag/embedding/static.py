"""A static embedding model: a tokenizer and one vector per piece; a text is the mean of its pieces' vectors.

Runs on tokenizers, safetensors and numpy, without torch. Most of the time goes to the tokenizer, and most words of a
text were met before: where the tokenizer never looks beyond a word, the ids of words are kept. It does not train (see
tools/train_model.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.embedding.base import Vectors, folder_fingerprint, unit
from rag.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Result = TypeVar("Result")

_BATCH = 128  # texts that a thread works on at once
_LINE = 64  # words that are tokenised at once
_CHARACTERS_KEPT = 1_000_000  # of words; with their ids some 30 MB
_SPACES = [chr(code) for code in range(0x3001) if chr(code).isspace()]
_PROBE = (
    "Don't join the «mots» : l'État, 33,443 – 12 % (2018). وبالبلدان العربية، ٣٣٬٤٤٣ re-read [x] _y_ e\u0301".split()
)


class StaticModel:
    """A static embedding model without torch; an Embedder that also shows its single tokens.

    `vectors` is vocabulary x dimension, float32, not normalised: training made the length of a token's vector a measure
    of how much the token says.
    """

    def __init__(self, name: str, tokenizer: Tokenizer, vectors: Vectors, fingerprint: str) -> None:
        self.name = name
        self.vectors = vectors
        self._tokenizer = tokenizer
        self._fingerprint = fingerprint
        self._speaks: NDArray[np.bool_] = np.asarray(np.any(vectors, axis=1))
        self._known: dict[str, bytes] | None = {} if _words_stand_alone(tokenizer) else None
        self._kept = 0

    @classmethod
    def load(cls, folder: Path) -> StaticModel:
        """Loads a folder in the format of sentence-transformers or model2vec (a tokenizer and one matrix).

        Raises:
            ModelError: when a file is missing or cannot be understood.
        """
        # Threads of ours instead of the tokenizer's own: those print a warning in, and may lock up, a forked child.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            vectors = _matrix(load_file(folder / "model.safetensors"))
        except Exception as error:  # both libraries raise bare Exceptions of many kinds
            raise ModelError(
                f"The embedding model in {folder} cannot be loaded: {error}.",
                "Restore its files tokenizer.json and model.safetensors (with git, or by installing Dalil again).",
            ) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        if tokenizer.get_vocab_size() > len(vectors):
            raise ModelError(
                f"The embedding model in {folder} has {len(vectors)} vectors for a tokenizer of "
                f"{tokenizer.get_vocab_size()} pieces.",
                "Restore both files from the same version of the model.",
            )
        return cls(folder.name, tokenizer, vectors, f"{folder.name}:{folder_fingerprint(folder)}")

    @property
    def fingerprint(self) -> str:
        """The folder's name and a hash of its files."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """The length of every vector."""
        return int(self.vectors.shape[1])

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """The ids of each text's tokens in order, without special tokens and without pieces that say nothing."""
        return [np.frombuffer(row, np.int32) for row in chain.from_iterable(self._batches(texts, self._rows))]

    def pieces(self, ids: Sequence[int] | NDArray[np.int32]) -> list[str]:
        """The readable form of tokens; a word's first token begins with "▁"."""
        return [self._tokenizer.id_to_token(int(token)) or "" for token in ids]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Embeds passages: len(texts) x dimension, unit rows; a text without known tokens is a row of zeros."""
        sums = list(self._batches(texts, self._sums))
        return unit(np.concatenate(sums)) if sums else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_question(self, text: str) -> Vectors:
        """Embeds a question: one vector; questions and passages are embedded alike."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def _batches(self, texts: Sequence[str], work: Callable[[Sequence[str]], Result]) -> Iterator[Result]:
        chunks = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
        if len(chunks) < 8:
            yield from map(work, chunks)
            return
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
            yield from threads.map(work, chunks)

    def _rows(self, texts: Sequence[str]) -> list[bytearray]:
        """The token ids of each text, as the bytes of 32-bit integers: these are joined faster than arrays."""
        if self._known is None:
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
            rows = (np.array(encoding.ids, dtype=np.int32) for encoding in encodings)
            return [bytearray(row[self._speaks[row]].tobytes()) for row in rows]
        if self._kept > _CHARACTERS_KEPT:
            self._known, self._kept = {}, 0  # threads that still read the old words keep them until they are done
        known = self._known
        words = [text.split() for text in texts]
        new = list(set(chain.from_iterable(words)).difference(known))
        known.update(zip(new, self._ids_of_words(new), strict=True))
        self._kept += sum(map(len, new))
        return [bytearray().join(map(known.__getitem__, row)) for row in words]

    def _ids_of_words(self, words: Sequence[str]) -> list[bytes]:
        # Each word is a sequence of its own within a line; a line for each would take a third longer.
        lines = [words[at : at + _LINE] for at in range(0, len(words), _LINE)]
        encodings = self._tokenizer.encode_batch(lines, is_pretokenized=True, add_special_tokens=False)
        found: list[bytes] = []
        for line, encoding in zip(lines, encodings, strict=True):
            ids = np.array(encoding.ids, dtype=np.int32)
            owners = np.array(encoding.word_ids, dtype=np.int64)
            kept = self._speaks[ids]
            ends = np.cumsum(np.bincount(owners[kept], minlength=len(line))) * ids.itemsize
            row = ids[kept].tobytes()
            found += [row[start:end] for start, end in pairwise([0, *ends.tolist()])]
        return found

    def _sums(self, texts: Sequence[str]) -> Vectors:
        # Sums do for means: the rows become unit vectors.
        sums = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, ids in zip(sums, self._rows(texts), strict=True):
            np.add.reduce(self.vectors[np.frombuffer(ids, np.int32)], axis=0, out=row)
        return sums


def _words_stand_alone(tokenizer: Tokenizer) -> bool:
    """Whether the pieces of a text are those of its words, each tokenised alone.

    A tokenizer's model sees one pre-token at a time, so this holds when normaliser and pre-tokenizer cut at white space
    of every kind and treat the first word like all others. A probe tells whether they do.
    """
    normaliser, cutter = tokenizer.normalizer, tokenizer.pre_tokenizer
    if cutter is None or any(
        len(token.content.split()) != 1 for token in tokenizer.get_added_tokens_decoder().values()
    ):
        return False

    def cut(text: str) -> list[str]:
        normalised = normaliser.normalize_str(text) if normaliser else text
        return [piece for piece, _ in cutter.pre_tokenize_str(normalised)]

    alone = [piece for word in _PROBE for piece in cut(word)]
    return all(cut(space + space.join(_PROBE) + 2 * space) == alone for space in _SPACES)


def _matrix(tensors: dict[str, NDArray[np.generic]]) -> Vectors:
    """The float matrix of a static model, from plain rows or from 8-bit rows with a scale per piece."""
    if "embedding.weight" in tensors:
        return tensors["embedding.weight"].astype(np.float32)
    vectors = tensors["embeddings"].astype(np.float32)
    if "mapping" in tensors:
        vectors = vectors[tensors["mapping"].astype(np.int64)]
    if "weights" in tensors:
        vectors *= tensors["weights"].astype(np.float32)[:, None]
    return vectors
