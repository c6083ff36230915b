"""What stands in a text: sentences, names, quotations, attributions.  Alone runs the reader's encoder."""
