"""Wording: word lists, loaded sentences, scare quotes, and headlines that adopt a claim."""
