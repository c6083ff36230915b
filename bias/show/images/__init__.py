"""Pictures of charts for papers and slides: a Plotly figure as SVG, PNG or PDF, without a browser or network.

Knows no chart: whatever `charts` makes is translated mark by mark, so colours, words, intervals and order
are those on screen.
"""

from bias.show.images.chrome import browser, chrome_available, chrome_picture
from bias.show.images.picture import available, picture
from bias.show.images.sizes import SIZES, Kind, Size

__all__ = ["SIZES", "Kind", "Size", "available", "browser", "chrome_available", "chrome_picture", "picture"]
