"""Speakers: who is meant by a source, in which role, on which side."""
