"""The pages by which a corpus is chosen, made, filled, read and corrected, all without a shell."""
