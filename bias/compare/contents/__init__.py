"""Cards of what a corpus holds: its articles, their genres and faults, and what they are about."""
