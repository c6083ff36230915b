"""What several pages show: the filters, a card with its tabs, the evidence behind a mark, empty states."""
