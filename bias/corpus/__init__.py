"""Many readings → one folder that answers questions.  `__init__.pyi` lists what the wing offers.

Nothing is loaded before it is asked for: the pipeline brings the text models with it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
