"""`python -m bias`."""

from bias.cli import app

app()
