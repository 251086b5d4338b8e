"""The picture of a replay's days: tickets open at the end of each, and those made, reopened and completed on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from tools.replay_docs.figures import Day, Figures
from tools.replay_docs.style import (
    BLUE,
    GREY,
    LEFT,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    RIGHT,
    SHADE,
    inset,
    ruled,
    sheet,
    whole_numbers,
)

SPARSE = 0.05  # of the tickets are made before the days that are shown large
DAY = timedelta(days=1)
SATURDAY = 5
MONDAYS = 9  # as many have room below an axis

DAY_AND_MONTH = FuncFormatter(lambda value, _: day_name(date.fromordinal(int(value))))


@dataclass(frozen=True)
class Calendar:
    """Every day from a first to a last one, also those on which nothing happened."""

    days: Sequence[Day]
    open: Sequence[int]

    @classmethod
    def of(cls, busy: Sequence[Day]) -> "Calendar":
        """Fill in the days between."""
        known = {row.day: row for row in busy}
        length = (busy[-1].day - busy[0].day).days + 1
        dates = [busy[0].day + number * DAY for number in range(length)]
        days = [known.get(each, Day(each, 0, 0, 0)) for each in dates]
        return cls(days, list(accumulate(day.made + day.reopened - day.completed for day in days)))

    def dense(self) -> "Calendar":
        """Leave out the long time at the beginning in which next to nothing was made, if there is one."""
        made = list(accumulate(day.made for day in self.days))
        first = next(number for number, so_far in enumerate(made) if so_far >= SPARSE * made[-1])
        first = max(0, first - self.days[first].day.weekday())  # from a Monday on
        return Calendar(self.days[first:], self.open[first:]) if first > len(self.days) / 2 else self

    @property
    def edges(self) -> list[int]:
        """Where each day begins, on an axis, and where the last one ends."""
        return [day.day.toordinal() for day in self.days] + [(self.days[-1].day + DAY).toordinal()]


def draw_open_tickets(figures: Figures, source: str) -> Figure:
    """Draw how many tickets are open, and what makes them more or fewer."""
    whole = Calendar.of(figures.days)
    shown = whole.dense()
    peak = max(range(len(shown.open)), key=shown.open.__getitem__)
    figure = sheet(
        5.6,
        f"{shown.open[peak]:,} tickets are open on {day_name(shown.days[peak].day)}, {shown.open[-1]:,} at the end",
        "A ticket is open from when it is made until a comment says Completed, and again from a later one\n"
        "that does not. Counted at the end of each day (UTC); weekends are grey.",
        source,
    )
    above = figure.add_axes((LEFT, 0.40, RIGHT - LEFT, 0.425))
    below = figure.add_axes((LEFT, 0.12, RIGHT - LEFT, 0.22), sharex=above)
    _draw_stock(above, shown)
    _draw_flow(below, shown)
    if len(shown.days) < len(whole.days):
        _draw_whole(inset(figure, (LEFT, 0.565, 0.345, 0.265), (0.145, 0.605, 0.265, 0.18)), whole, shown)
    return figure


def _draw_stock(axes: Axes, shown: Calendar) -> None:
    _draw_days(axes, shown)
    axes.stairs(shown.open, shown.edges, fill=True, color=PALE_BLUE)
    axes.stairs(shown.open, shown.edges, color=BLUE, linewidth=1.4, baseline=None)
    axes.set_ylabel("tickets open")
    axes.yaxis.set_major_locator(whole_numbers(5))
    axes.set_ylim(0, max(shown.open) * 1.08)
    axes.tick_params(axis="x", labelbottom=False)


def _draw_flow(axes: Axes, shown: Calendar) -> None:
    """Draw what is made and reopened above a line, and what is completed below it."""
    _draw_days(axes, shown)
    made = [day.made for day in shown.days]
    reopened = [day.reopened for day in shown.days]
    completed = [-day.completed for day in shown.days]
    middles = [edge + 0.5 for edge in shown.edges[:-1]]
    axes.bar(middles, made, 0.8, color=BLUE, label="made")
    axes.bar(middles, reopened, 0.8, bottom=made, color=PALE_BLUE, label="reopened")
    axes.bar(middles, completed, 0.8, color=ORANGE, label="completed")
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.spines["bottom"].set_visible(False)
    axes.yaxis.set_major_locator(whole_numbers(5))
    axes.set_ylabel("tickets a day")
    axes.set_xlabel(f"day (UTC) of {', '.join(str(year) for year in _years(shown))}")
    axes.legend(loc="upper left", ncols=3, fontsize=8, handlelength=1, columnspacing=1.2, borderaxespad=0.1)


def _draw_days(axes: Axes, shown: Calendar) -> None:
    """Lay out the days, named on Mondays, the weekends shaded."""
    ruled(axes)
    for day in shown.days:
        if day.day.weekday() >= SATURDAY:
            axes.axvspan(day.day.toordinal(), (day.day + DAY).toordinal(), color=SHADE, linewidth=0)
    named = [day.day.toordinal() for day in shown.days if day.day.weekday() == 0] or shown.edges[:-1]
    axes.set_xticks(named[:: ceil(len(named) / MONDAYS)])
    axes.xaxis.set_major_formatter(DAY_AND_MONTH)
    axes.set_xlim(shown.edges[0], shown.edges[-1])


def _draw_whole(axes: Axes, whole: Calendar, shown: Calendar) -> None:
    """Draw the log from its first day, and where in it the days are that are shown large."""
    first = whole.days[0].day
    axes.axvspan(shown.edges[0], shown.edges[-1], color=PALE_ORANGE, linewidth=0)
    axes.stairs(whole.open, whole.edges, color=BLUE, linewidth=1, baseline=None)
    years = [year for year in _years(whole) if date(year, 1, 1) >= first]
    axes.set_xticks([date(year, 1, 1).toordinal() for year in years], [str(year) for year in years])
    axes.yaxis.set_major_locator(whole_numbers(3))
    axes.set_xlim(whole.edges[0], whole.edges[-1])
    axes.set_ylim(0, None)
    axes.set_title(f"the whole log, since {day_name(first)} {first.year}", loc="left", fontsize=8)


def day_name(day: date) -> str:
    """Name a day as 1 May."""
    return f"{day.day} {day:%b}"


def _years(shown: Calendar) -> list[int]:
    return list(range(shown.days[0].day.year, shown.days[-1].day.year + 1))
