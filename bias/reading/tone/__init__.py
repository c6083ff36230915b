"""Whom an article speaks of, and how it speaks of them."""
