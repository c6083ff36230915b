"""Boxes that belong to one page each: what a reader decides there, and sees at once."""
