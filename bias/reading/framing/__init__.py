"""Through which frames of a codebook an article is told."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=(
        "article_frames",
        "frame_learning",
    ),
)
