"""Questions → numbers with intervals, as cards.  `__init__.pyi` lists what the wing offers."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
