"""A corpus → one document to read and pass on."""
