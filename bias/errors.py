"""The errors that a user can meet.  Each message names the thing, the trouble and the way out."""

from __future__ import annotations


class BiasError(Exception):
    """Base of all: the command line prints it in a line, a page shows it in a box."""


class BadInputError(BiasError):
    """A file, a row, a setting or a request that the user can put right."""


class BusyError(BiasError):
    """Another process holds what this one needs; waiting helps."""
