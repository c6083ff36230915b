"""Web pages and plain texts → their fields: pages by trafilatura in a process of its own, pastes by rules."""
