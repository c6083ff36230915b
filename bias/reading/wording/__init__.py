"""Words that tell the reader what to think: lists, loaded sentences, scare quotes, headlines."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=("headline_adoption",))
