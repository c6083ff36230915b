"""What stands in a text: sentences, names, quotations, who says what; alone runs the encoder."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=(
        "attributions",
        "encoder",
    ),
)
