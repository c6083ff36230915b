"""The pages of the dashboard: each asks once, draws, and offers."""
