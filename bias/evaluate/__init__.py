"""Gold against found: one module a reading step, behind the command `bias evaluate`."""
