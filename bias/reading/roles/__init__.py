"""Phrases, bodies, parties and names → roles and sides, by word lists and tables with dates."""
