"""What stands in a text: sentences, names, quotations, who says what; alone runs the encoder."""
