"""Dalil: answers about a corpus of review reports, with the evidence for every sentence."""
