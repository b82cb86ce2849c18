"""Transformer models of a few kilobytes, saved to a folder: real files of the real libraries, nothing downloaded.

The embedding model has random weights. The cross-encoder has weights that a reader can follow: every token attends to
all tokens alike, so that the first one, which is scored, holds the mean of all word vectors; a liked word points along
the axis that is scored, any other word along another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_WIDTH = 8
_LONGEST = 64


def save_embedding_model(folder: Path, words: Sequence[str], prompts: Mapping[str, str] | None = None) -> Path:
    """Save a one-layer BERT with mean pooling, configured with `prompts` or, as on the hub, with none at all."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(3)
    bare = folder.parent / f"{folder.name} without its pooling"
    BertModel(_config(words)).save_pretrained(bare)
    _tokenizer(words).save_pretrained(bare)
    transformer = Transformer(str(bare))
    SentenceTransformer(modules=[transformer, Pooling(_WIDTH)], device="cpu").save_pretrained(str(folder))
    edit_json(folder / "config_sentence_transformers.json", prompts=dict(prompts or {}))
    return folder


def save_cross_encoder(folder: Path, words: Sequence[str], liked: str, labels: int = 1) -> Path:
    """Save a one-layer BERT that gives a pair of texts the higher a score the more of their words are `liked`."""
    import torch
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification(_config(words, labels))
    weights = {name: torch.zeros_like(tensor) for name, tensor in model.state_dict().items()}
    for name, tensor in weights.items():
        if name.endswith("LayerNorm.weight"):
            tensor.add_(1)
        elif name.endswith(("value.weight", "attention.output.dense.weight", "pooler.dense.weight")):
            tensor.add_(torch.eye(_WIDTH))
    word_vectors = weights["bert.embeddings.word_embeddings.weight"]
    word_vectors[:, 1] = 1
    word_vectors[_vocabulary(words)[liked]] = torch.eye(_WIDTH)[0]
    weights["classifier.weight"][:, 0] = 1
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    _tokenizer(words).save_pretrained(folder)
    return folder


def edit_json(path: Path, **values: Any) -> None:
    """Change values of a model's configuration."""
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def _vocabulary(words: Sequence[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate([*_SPECIAL, *words])}


def _config(words: Sequence[str], labels: int = 1) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(_SPECIAL) + len(words),
        hidden_size=_WIDTH,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=_WIDTH,
        max_position_embeddings=_LONGEST,
        num_labels=labels,
    )


def _tokenizer(words: Sequence[str]) -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordLevel(_vocabulary(words), "[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    special = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token", "mask_token"), _SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=_LONGEST, **special)
