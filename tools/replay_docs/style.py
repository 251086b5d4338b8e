"""How the pictures of a replay look: calm, on white in light and dark themes alike, as wide as a README."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.typing import RcKeyType

WIDTH = 8.4  # inches of 96 pixels: a README's column
LEFT, RIGHT = 0.085, 0.975

# Told apart by those who see no red or no green as well (Okabe and Ito).
BLUE, PALE_BLUE, ORANGE, PALE_ORANGE = "#0072b2", "#a9cfe6", "#d55e00", "#f8dcc4"
INK, GREY, PALE_GREY, SHADE = "#24292f", "#59636e", "#d8dee4", "#f3f5f7"

SETTINGS: dict[RcKeyType, Any] = {
    "svg.fonttype": "path",  # the same letters on every machine
    "svg.hashsalt": "ticketfirst",  # the same file from the same figures
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # an agent may be called $x$
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": PALE_GREY,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
}

Box = tuple[float, float, float, float]

THOUSANDS = FuncFormatter(lambda value, _: f"{abs(value):,.0f}")


@contextmanager
def styled() -> Iterator[None]:
    """Draw and save in this style, whatever else is configured on the machine."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield


def sheet(height: float, title: str, subtitle: str, source: str) -> Figure:
    """Begin a picture so many inches high: what one sees, how it was counted, whose data it is."""
    figure = Figure(figsize=(WIDTH, height))
    figure.text(0.02, 1 - 0.15 / height, title, va="top", fontsize=13, fontweight="bold")
    figure.text(0.02, 1 - 0.46 / height, subtitle, va="top", color=GREY, linespacing=1.4)
    figure.text(0.02, 0.09 / height, f"Data: {source}", va="bottom", fontsize=7, color=GREY)
    return figure


def ruled(axes: Axes) -> None:
    """Rule an axes across, without an edge on the left."""
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.yaxis.set_major_formatter(THOUSANDS)


def bare(axes: Axes) -> None:
    """Take away what bars with their values beside them do not need."""
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)


def inset(figure: Figure, covered: Box, box: Box) -> Axes:
    """Make a small axes that stands within another, of which it covers a part; boxes: left, bottom, width, height."""
    left, bottom, width, height = covered
    cover = Rectangle((left, bottom), width, height, transform=figure.transFigure, color="white", linewidth=0, zorder=1)
    figure.add_artist(cover)
    axes = figure.add_axes(box, zorder=2)
    axes.tick_params(labelsize=7, length=2)
    axes.xaxis.label.set_fontsize(7)
    axes.yaxis.label.set_fontsize(7)
    axes.yaxis.set_major_formatter(THOUSANDS)
    return axes


def whole_numbers(most: int) -> MaxNLocator:
    """Give ticks for what is counted: about so many."""
    return MaxNLocator(most, integer=True, steps=[1, 2, 5, 10])


def save(figure: Figure, path: Path) -> str:
    """Write a picture, the same bytes for the same figures, and give its title."""
    title = figure.texts[0].get_text()
    figure.savefig(path, metadata={"Title": title, "Date": None, "Creator": None})
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text().splitlines()))
    return title
