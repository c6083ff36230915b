"""Framing: which frames of a codebook an article carries."""
