"""What articles are about: the user's own topics, and those that the corpus suggests."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=("dictionary",))
