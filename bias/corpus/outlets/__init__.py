"""What a user says of outlets: other names, domains, and the groups in which they are compared."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=("likely_merges", "outlet_table"))
