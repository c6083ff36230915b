"""Cards and tables → files, with where they come from."""
