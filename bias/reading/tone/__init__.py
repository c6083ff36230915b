"""Tone: the targets of an article, and how it speaks of each."""
