"""Who is meant by a source, in which role, on which side."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=("codebook",))
