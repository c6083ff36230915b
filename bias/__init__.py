"""Who is quoted, in which words, and how outlets differ; with intervals and evidence."""

__version__ = "0.1.0"
