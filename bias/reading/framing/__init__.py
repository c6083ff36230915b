"""Through which frames of a codebook an article is told."""
