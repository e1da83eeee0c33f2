"""Its charts and its look."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

import msgspec

APART_DAYS = 14
LINE = 9.5  # from one line of text to the next
MONTHS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 600, 12_000)  # between two labels
Point = tuple[date, float]


class ChartFrame(msgspec.Struct, frozen=True):
    """Where days and values come to lie: `first` to `last` over `width`, 0 to `most` over `height`.

    `left`, `right`, `top` and `bottom` are the room around the plot for labels.
    """

    first: date
    last: date
    most: float
    width: int = 660
    height: int = 150
    left: int = 34
    right: int = 10
    top: int = 16
    bottom: int = 22
    label: int = 80  # room for one along the bottom

    @property
    def floor(self) -> int:
        """Where a value of 0 comes to lie."""
        return self.height - self.bottom

    @property
    def end(self) -> int:
        """Where the plot ends on the right."""
        return self.width - self.right

    def x(self, day: date) -> float:
        """A day's place from the left."""
        days = max(1, (self.last - self.first).days)
        return round(self.left + (day - self.first).days / days * (self.end - self.left), 1)

    def y(self, value: float) -> float:
        """A value's place from the top."""
        return round(self.floor - min(value, self.most) / self.most * (self.floor - self.top), 1)


def chart(
    frame: ChartFrame, title: str, told: str, shapes: Iterable[str], unit: str, steps: Sequence[int]
) -> str:
    """The whole picture: axes with `steps` on the left, the shapes, and what it says in words."""
    lines = [
        f'<svg viewBox="0 0 {frame.width} {frame.height}" role="img" width="{frame.width}"'
        f' height="{frame.height}"><title>{escape(title)}</title><desc>{escape(told)}</desc>'
    ]
    for step in steps:
        y = frame.y(step)
        lines.append(f'<path class="grid" d="M{frame.left} {y}H{frame.end}"/>')
        lines.append(f'<text class="y" x="{frame.left - 5}" y="{y + 3.5}">{step}{escape(unit)}</text>')
    for day, label in labels(frame.first, frame.last, frame.width // frame.label):
        x = frame.x(day)
        anchor = "end" if x > frame.end - 25 else "middle"
        lines.append(f'<path class="grid" d="M{x} {frame.floor}v4"/>')
        lines.append(f'<text x="{x}" y="{frame.height - 6}" text-anchor="{anchor}">{label}</text>')
    return "".join([*lines, *shapes, "</svg>"])


def labels(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """At most so many days along the bottom, at the beginnings of months where there are enough of them."""
    days = (last - first).days
    if days < 62:
        every = max(1, -(-days // (most - 1)))
        dates = [first + timedelta(days=n) for n in range(0, days + 1, every)]
        return [(day, f"{day.day} {day:%b}") for day in dates]
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next(each for each in MONTHS if each * (most - 1) >= months)
    firsts = (first.year * 12 + first.month - 1 + n for n in range(months + 1))
    found = [date(month // 12, month % 12 + 1, 1) for month in firsts if month % every == 0]
    return [(day, f"{day:%b %Y}") for day in found if first <= day]


def line(frame: ChartFrame, points: Sequence[Point], look: str) -> str:
    """Points joined by straight lines, where they are not too far apart."""
    path, before = "", None
    for day, value in points:
        near = before is not None and (day - before).days <= APART_DAYS
        path += f"{'L' if near else 'M'}{frame.x(day)} {frame.y(value)}"
        before = day
    return f'<path class="{look}" d="{path}"/>' if path else ""


def heading(frame: ChartFrame, words: str) -> str:
    """What a small chart is about, above its plot."""
    return f'<text class="head" x="{frame.left}" y="{frame.top - 4}">{escape(words)}</text>'


def level(frame: ChartFrame, value: float, look: str) -> str:
    """One value for the whole time."""
    return f'<path class="{look}" d="M{frame.left} {frame.y(value)}H{frame.end}"/>'


def stairs(frame: ChartFrame, points: Sequence[Point], look: str) -> str:
    """A value that holds until the next one."""
    if not points:
        return ""
    path = f"M{frame.x(points[0][0])} {frame.y(points[0][1])}"
    value = points[0][1]
    for day, following in points[1:]:
        if following != value:
            path += f"H{frame.x(day)}V{frame.y(following)}"
            value = following
    return f'<path class="{look}" d="{path}H{frame.x(points[-1][0])}"/>'


def dots(frame: ChartFrame, points: Iterable[Point], look: str) -> str:
    """A dot or a square for each point, as the look says; points in the same place are drawn once."""
    places = dict.fromkeys((frame.x(day), frame.y(value)) for day, value in points)
    path = "".join(f"M{x} {y}h.01" for x, y in places)
    return f'<path class="{look}" d="{path}"/>' if path else ""


def bars(frame: ChartFrame, points: Sequence[Point], days: int, look: str) -> str:
    """A bar for each value, as wide as so many days allow."""
    width = max(0.8, round((frame.x(frame.first + timedelta(days=days)) - frame.left) * 0.8, 1))
    floor = frame.floor
    return "".join(
        f'<path class="{look}" d="M{frame.x(day)} {floor}V{frame.y(value)}h{width}V{floor}z"/>'
        for day, value in points
        if value
    )


def ticks(frame: ChartFrame, days: Iterable[date]) -> str:
    """A short line below the plot for each of these days."""
    path = "".join(f"M{x} {frame.floor + 1}v4" for x in dict.fromkeys(map(frame.x, days)))
    return f'<path class="missed" d="{path}"/>' if path else ""


def endings(frame: ChartFrame, said: Sequence[tuple[float, str]]) -> Iterator[str]:
    """What lines say where the plot ends, each below the one before it."""
    below = 0.0
    for value, words in sorted(said, reverse=True):
        below = max(below + LINE, frame.y(value) + 3)
        yield f'<text class="at-end" x="{frame.end + 3}" y="{below}">{escape(words)}</text>'


def signs(frame: ChartFrame, days: Iterable[date], sign: str, value: float) -> str:
    """A character above each of these days."""
    return "".join(
        f'<text class="sign" x="{frame.x(day)}" y="{frame.y(value)}">{escape(sign)}</text>' for day in days
    )


STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif;color:#1c1f24;background:#fff;
max-width:700px;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .2rem}
h2{font-size:1.15rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #c8ccd2}
h3{font-size:1rem;margin:1rem 0 .2rem}p{margin:.2rem 0 .5rem}.small{color:#4a5059;font-size:.87rem}
dl{display:grid;grid-template-columns:1fr 1fr;gap:.1rem 1.5rem;margin:0}
dl div{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px dotted #c8ccd2}
dt{color:#4a5059}dd{margin:0;font-weight:600;white-space:nowrap}
figure{margin:.5rem 0}figcaption{color:#4a5059;font-size:.87rem}svg{max-width:100%;height:auto;display:block}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}
table{border-collapse:collapse;width:100%;font-size:.87rem;margin:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.15rem .5rem .15rem 0;border-bottom:1px solid #e1e4e8}
td{overflow-wrap:break-word}td:first-child{white-space:nowrap}th{color:#4a5059;font-weight:600}
svg text{font-size:10px;fill:#4a5059}.y{text-anchor:end}svg .head{fill:#1c1f24;font-weight:600}
.sign{text-anchor:middle;fill:#1c1f24}
.grid{stroke:#dde1e6;fill:none}.bar{fill:#44618a}.goal{stroke:#1c1f24;stroke-dasharray:5 4;fill:none}
.before{stroke:#8a6d3b;stroke-dasharray:3 3;fill:none}.after{stroke:#1f4e79;fill:none}
.before-dot{stroke:#8a6d3b;stroke-width:5.5;stroke-linecap:round}
.after-dot{stroke:#1f4e79;stroke-width:5;stroke-linecap:square}
.reps{stroke:#2f6fb0;stroke-width:1.4;stroke-dasharray:3 2;fill:none}.missed{stroke:#4a5059;fill:none}
svg .at-end{fill:#1c1f24;font-weight:600}
.matters{margin:.2rem 0;padding-left:1.1rem}.matters li{margin:.1rem 0}
.cells{display:grid;grid-template-columns:repeat(3,1fr);gap:.3rem .9rem}.cell{min-width:0;break-inside:avoid}
.cell h3{margin:.2rem 0 0;font-size:.87rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.cell p{margin:0;font-size:.8rem;color:#4a5059;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.beside{display:grid;grid-template-columns:3fr 2fr;gap:1.5rem}.beside>div{min-width:0}
.beside table{font-size:.82rem}
.wanted{stroke:#1c1f24;stroke-width:1.4;fill:none}.real{stroke:#2f6fb0;stroke-width:3.4;stroke-linecap:round}
@page{size:A4;margin:13mm 15mm}
@media print{body{max-width:none;margin:0;padding:0;font-size:9.5pt}
h1{font-size:1.35rem}h2{margin:.7rem 0 .3rem}.matters li{margin:0}
td,th{padding-top:.08rem;padding-bottom:.08rem}
h2,h3{break-after:avoid}figure,section,tr{break-inside:avoid}thead{display:table-header-group}
svg,td,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media(max-width:560px){dl,.pair,.cells,.beside{grid-template-columns:1fr}}
"""
