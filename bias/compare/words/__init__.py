"""Numbers, names, findings and charts in words: the one place where they are written."""
