"""The picture of a run: how many requests a second everybody answers, load by load."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from bench.compare import loads
from bench.compare.chosen import USUAL
from bench.compare.figures import FIRST, Figures, Row
from tools.replay_docs.style import BLUE, GREY, INK, ORANGE, RIGHT, THOUSANDS, save, sheet, styled

# Told apart by shape and by colours that those can tell apart who see no red or no green (Okabe and Ito).
MARKS = {
    "ticketfirst": ("o", BLUE),
    "by_hand": ("s", "#009e73"),
    "postgrest_shaped": ("^", ORANGE),
    "conventional": ("D", "#cc79a7"),
    "postgraphile": ("v", "#e69f00"),
    "django_helpdesk": ("P", "#56b4e9"),
    "pgbench": ("|", INK),
    "bare": ("x", GREY),
}
OTHER = ("*", GREY)
LEFT, LOWEST, ROW, ABOVE = 0.2, 1.0, 0.42, 0.95
LARGE, SMALL = 10.0, 7.0
TALL = 14.0  # of the marks that are lines


def draw(figures: Figures, path: Path) -> str:
    """Draw into a file, and give the title: what one sees."""
    with styled():
        return save(_figure(figures), path)


def _figure(figures: Figures) -> Figure:
    shown = figures.loads
    height = ABOVE + ROW * len(shown) + LOWEST
    origin, settings = figures.results.origin, figures.results.settings
    machine = origin.machine
    figure = sheet(
        height,
        f"Requests a second on {USUAL} connections",
        f"Medians of {settings.rounds} rounds, one worker each, on a logarithmic scale; a line goes from the least"
        f" to the most.\n{settings.tickets:,} tickets, {settings.comments:,} comments. pgbench and bare uvicorn are"
        " limits, no services.",
        f"make bench, {origin.date}; {machine.get('cores')} cores, {machine.get('processor')}, shared by all",
    )
    axes = figure.add_axes((LEFT, LOWEST / height, RIGHT - LEFT, ROW * len(shown) / height))
    _draw(axes, figures, shown)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower left", bbox_to_anchor=(0.01, 0.22 / height), ncols=4, fontsize=8)
    return figure


def _draw(axes: Axes, figures: Figures, shown: list[str]) -> None:
    axes.set_xscale("log")
    axes.set_yticks(range(len(shown)), [_name(load) for load in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="both")
    for name in figures.contenders:
        mark, color = MARKS.get(name, OTHER)
        found = {at: rate for at, load in enumerate(shown) if (rate := figures.rate(name, Row(load)))}
        for at, rate in found.items():
            axes.plot([rate.least, rate.most], [at, at], color=color, linewidth=1.2)
        axes.plot(
            [rate.median for rate in found.values()],
            list(found),
            mark,
            color=color,
            label=figures.title(name),
            zorder=4 if name == FIRST else 3,
            markersize=LARGE if name == FIRST else TALL if mark == "|" else SMALL,
            markeredgewidth=2 if mark in "|x" else 0,
            linestyle="none",
        )
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.xaxis.set_minor_formatter(NullFormatter())


def _name(load: str) -> str:
    short = {"point_read": "read a ticket", "list": "list of an agent", "words": "search by words"}
    return short.get(load, "the mix" if load == loads.MIX else f"{load} (write)")
