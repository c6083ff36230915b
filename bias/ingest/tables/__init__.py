"""Files with a row for each article → rows; `tables` finds the header, which may stand below titles."""
