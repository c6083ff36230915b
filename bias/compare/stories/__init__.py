"""One event as several outlets tell it; and what a class may ask of it."""
