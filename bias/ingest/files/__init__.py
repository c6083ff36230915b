"""Files, found, told by their kind, unpacked and opened; and the process in which hostile ones are read."""
