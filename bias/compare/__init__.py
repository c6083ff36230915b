"""Questions → numbers with intervals, as cards."""
