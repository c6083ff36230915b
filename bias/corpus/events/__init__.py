"""Which articles tell one event, which are reprints, which statements are the same."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=(
        "clustering",
        "omissions",
        "passages",
        "reprints",
        "statements",
    ),
)
