"""Question → Hits: voices that speak of every passage, then a closer look at the best of them, fused."""

from rag.retrieval.hybrid import HybridRetriever, Voices

__all__ = ["HybridRetriever", "Voices"]
