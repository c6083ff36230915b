"""One article → its reading.  The only wing that loads text models; `__init__.pyi` lists what it offers.

Nothing is loaded before it is asked for: the models' libraries take seconds.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
