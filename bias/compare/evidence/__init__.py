"""What is behind a number: sentences with their parts marked, and one article with all that was read."""
