"""The pictures of a replay: tickets open over time, handovers per ticket, load per agent."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tools.replay_docs.calendar import draw_open_tickets
from tools.replay_docs.figures import Figures, Handovers, Load
from tools.replay_docs.style import (
    BLUE,
    GREY,
    INK,
    LEFT,
    PALE_BLUE,
    RIGHT,
    THOUSANDS,
    bare,
    inset,
    ruled,
    save,
    sheet,
    styled,
    whole_numbers,
)

MOST = 15  # handovers with a bar of their own; more share one
BUSIEST = 20
LONGEST_NAME = 20
POINTS = 150  # of a curve
CUT = 3  # times the next longest bar: a longer one is cut off


class Picture(NamedTuple):
    """A file, and its title: what one sees."""

    path: Path
    title: str

    def shown(self, folder: str = "") -> str:
        """Give it as Markdown, as seen from a document for which it lies in this folder."""
        return f"![{self.title}]({folder}{self.path.name})"


def draw(figures: Figures, folder: Path, source: str) -> list[Picture]:
    """Draw all three into a folder, each with the source of its data."""
    pictures = {
        "replay-open-tickets.svg": draw_open_tickets,
        "replay-handovers.svg": draw_handovers,
        "replay-load.svg": draw_load,
    }
    with styled():
        drawn = {folder / name: picture(figures, source) for name, picture in pictures.items()}
        return [Picture(path, save(figure, path)) for path, figure in drawn.items()]


def draw_handovers(figures: Figures, source: str) -> Figure:
    """Draw how many tickets were handed over how often; the few with very many also on a scale of their own."""
    numbers = [row.handovers for row in figures.handovers for _ in range(row.tickets)]
    changed = sum(1 for number in numbers if number) / len(numbers)
    figure = sheet(
        3.9,
        f"{changed:.0%} of the tickets change hands; one does so {max(numbers)} times",
        f"A handover is an assignment to another agent: any but the first. Of {len(numbers):,} tickets,"
        f" median {median(numbers):.0f}, mean {mean(numbers):.1f}.",
        source,
    )
    axes = figure.add_axes((LEFT, 0.185, RIGHT - LEFT, 0.625))
    classes = [sum(1 for number in numbers if number == each) for each in range(min(MOST, max(numbers) + 1))]
    names = [f"{each}" for each in range(len(classes))]
    tail = [row for row in figures.handovers if row.handovers >= MOST]
    if tail:
        classes.append(sum(row.tickets for row in tail))
        names.append(f"≥ {MOST}")
    _counted_bars(axes, names, classes)
    axes.set(xlabel="handovers per ticket", ylabel="tickets")
    if tail:
        _draw_tail(inset(figure, (0.52, 0.37, 0.47, 0.45), (0.59, 0.475, 0.385, 0.27)), tail)
    return figure


def _counted_bars(axes: Axes, names: Sequence[str], counts: Sequence[int]) -> None:
    """Draw a bar for each class, its count above it; none was handed over in the first."""
    ruled(axes)
    colors = [PALE_BLUE] + [BLUE] * (len(counts) - 1)
    drawn = axes.bar(range(len(counts)), counts, width=0.76, color=colors)
    axes.bar_label(drawn, fmt="{:,.0f}", padding=2, fontsize=8)
    axes.yaxis.set_major_locator(whole_numbers(5))
    axes.set_xticks(range(len(names)), names)
    axes.tick_params(axis="x", length=0)
    axes.set_xlim(-0.6, len(counts) - 0.3)
    axes.set_ylim(0, max(counts) * 1.1)


def _draw_tail(axes: Axes, tail: Sequence[Handovers]) -> None:
    """Draw the tickets that were handed over most, each number for itself."""
    axes.bar([row.handovers for row in tail], [row.tickets for row in tail], width=0.8, color=BLUE)
    axes.yaxis.set_major_locator(whole_numbers(3))
    axes.set_title(f"the {sum(row.tickets for row in tail):,} tickets with {MOST} and more", loc="left", fontsize=8)
    axes.set(xlabel="handovers per ticket", ylabel="tickets")


def draw_load(figures: Figures, source: str) -> Figure:
    """Draw what the busiest agents did, and how few did how much."""
    load = figures.load
    shares = list(accumulate(row.comments for row in load))
    half = next(number for number, share in enumerate(shares, 1) if share * 2 >= shares[-1])
    figure = sheet(
        7.1,
        f"Half of all comments are by {half:,} of {len(load):,} agents",
        f"The {min(BUSIEST, len(load))} agents who wrote most, by the log's names for them (a bar with // is cut off);"
        " below, all agents.",
        source,
    )
    _draw_busiest(figure, load[:BUSIEST])
    _draw_spread(figure.add_axes((LEFT, 0.1, RIGHT - LEFT, 0.21)), shares)
    return figure


def _draw_busiest(figure: Figure, load: Sequence[Load]) -> None:
    columns = {
        "comments written": [row.comments for row in load],
        "tickets worked on": [row.worked_on for row in load],
        "tickets held at the end": [row.held for row in load],
    }
    for number, (title, values) in enumerate(columns.items()):
        axes = figure.add_axes((0.175 + 0.275 * number, 0.375, 0.235, 0.50))
        bare(axes)
        axes.set_title(title, loc="left", fontsize=9, color=GREY, pad=4)
        axes.set_ylim(len(load) - 0.4, -0.6)
        axes.set_yticks(range(len(load)), [_short(row.agent) for row in load] if number == 0 else [""] * len(load))
        _draw_bars(axes, values)


def _draw_bars(axes: Axes, values: Sequence[int]) -> None:
    """Draw lying bars with their values; the first is cut off where it would make all others tiny."""
    longest = max(values)
    second = sorted(values)[-2] if len(values) > 1 else longest
    end = second * 1.35 if second and longest > CUT * second else max(longest, 1)
    axes.barh(range(len(values)), [min(value, end) for value in values], height=0.72, color=BLUE)
    for position, value in enumerate(values):
        at = min(value, end)
        axes.annotate(f"{value:,}", (at, position), (3, 0), textcoords="offset points", va="center", fontsize=8)
        if value > end:
            axes.annotate(
                "//", (end * 0.88, position), ha="center", va="center", color="white", fontsize=13, fontweight="bold"
            )
    axes.set_xlim(0, end * 1.22)


def _draw_spread(axes: Axes, shares: Sequence[int]) -> None:
    """Draw how much of all comments the busiest agents wrote together."""
    ruled(axes)
    percent = [0.0, *(100 * share / shares[-1] for share in shares)]
    # Each of the first, where it is steep, and ever fewer of the others: thousands of points would show no more.
    drawn = sorted({0, *(round(len(shares) ** (step / POINTS)) for step in range(POINTS + 1))})
    axes.fill_between(drawn, [percent[agents] for agents in drawn], color=PALE_BLUE, alpha=0.6, linewidth=0)
    axes.plot(drawn, [percent[agents] for agents in drawn], color=BLUE, linewidth=1.6)
    for part in (50, 90):
        agents = next(number for number, share in enumerate(percent) if share >= part)
        axes.plot([agents], [percent[agents]], "o", color=BLUE, markersize=5)
        axes.annotate(
            f"{agents:,} agents: {percent[agents]:.0f}%",
            (agents, percent[agents]),
            (8, -4),
            textcoords="offset points",
            va="top",
            color=INK,
        )
    axes.set(xlabel="agents, those with most comments first", ylabel="share of all comments")
    axes.set_xlim(0, len(shares))
    axes.set_ylim(0, 103)
    axes.set_yticks([0, 50, 100])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}%"))
    axes.xaxis.set_major_locator(whole_numbers(8))
    axes.xaxis.set_major_formatter(THOUSANDS)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
