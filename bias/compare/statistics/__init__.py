"""Frames → frames: rates, differences, diversity, keyness, with intervals.  Knows no store and no chart."""
