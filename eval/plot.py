"""The risk-coverage curve as a small SVG, drawn by hand: one curve is not worth a plotting library."""

from __future__ import annotations

from collections.abc import Sequence

from eval.calibrate import Calibration, Point

#: Size of the picture and of the margin around the plot, in pixels.
WIDTH, HEIGHT, MARGIN = 560, 340, 56
#: Steps between the grid lines of both axes, as a share.
STEP = 0.2
#: Head room over the riskiest point, and the least risk that the axis shows, so that a good curve is not all noise.
HEAD_ROOM, LEAST_TOP = 1.15, 0.1
_FONT = 'font-family="sans-serif" font-size="12"'


def risk_coverage_svg(calibration: Calibration, *, title: str) -> str:
    """The share of wrong answers against the share of questions answered, surest answers first."""
    curve = calibration.curve
    top = max(LEAST_TOP, HEAD_ROOM * max((point.risk for point in curve), default=0.0))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {_FONT}>',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{MARGIN}" y="24" font-size="14">{title} (AURC {calibration.aurc:.3f})</text>',
        *_grid(top),
        f'<polyline fill="none" stroke="#1f5fbf" stroke-width="2" points="{_points(curve, top)}"/>',
        *_mark(curve, calibration.threshold, top),
        f'<text x="{WIDTH // 2}" y="{HEIGHT - 10}" text-anchor="middle">coverage: share of questions answered</text>',
        f'<text transform="translate(16 {HEIGHT // 2}) rotate(-90)" text-anchor="middle">risk: share wrong</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(coverage: float) -> float:
    return round(MARGIN + coverage * (WIDTH - 2 * MARGIN), 1)


def _y(risk: float, top: float) -> float:
    return round(HEIGHT - MARGIN - risk / top * (HEIGHT - 2 * MARGIN), 1)


def _points(curve: Sequence[Point], top: float) -> str:
    return " ".join(f"{_x(point.coverage)},{_y(point.risk, top)}" for point in curve)


def _grid(top: float) -> list[str]:
    lines = []
    for step in range(round(1 / STEP) + 1):
        along, up = step * STEP, step * STEP * top
        x, y = _x(along), _y(up, top)
        lines += [
            f'<path d="M{x} {_y(0, top)}V{_y(top, top)}M{_x(0)} {y}H{_x(1)}" stroke="#ddd"/>',
            f'<text x="{x}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{100 * along:.0f} %</text>',
            f'<text x="{MARGIN - 8}" y="{y + 4}" text-anchor="end">{100 * up:.1f} %</text>',
        ]
    return lines


def _mark(curve: Sequence[Point], threshold: float, top: float) -> list[str]:
    """The last point that the picked threshold lets through."""
    kept = [point for point in curve if point.threshold >= threshold]
    if not kept:
        return []
    x, y = _x(kept[-1].coverage), _y(kept[-1].risk, top)
    return [
        f'<circle cx="{x}" cy="{y}" r="4" fill="#c2410c"/>',
        f'<text x="{x - 8}" y="{y - 10}" text-anchor="end" fill="#c2410c">threshold {threshold:.3f}</text>',
    ]
