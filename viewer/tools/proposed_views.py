"""The views that show findings best, proposed as key images: one along the canal, one across it at each."""

import attrs

from viewer.model.analysis import Analysis
from viewer.model.display import Display, PaneId
from viewer.model.geometry import Vec3, VolumeGeometry
from viewer.model.key_image import MOST_IN_REPORT, KeyImage
from viewer.model.labels import LevelAtPoint
from viewer.model.plane import PlaneKind
from viewer.model.report.finding import ReportedFinding
from viewer.model.resolve import fit_mm_per_px
from viewer.model.sections import Sections
from viewer.tools.canal import section_plane
from viewer.tools.key_images import key_title
from viewer.tools.navigation import centred, with_crosshair, with_plane, with_window
from viewer.tools.presets import auto_window

# What is shown of the patient at least: the canal with its joints and muscles, and a region of the spine.
_ACROSS_MM, _LEAST_ALONG_MM = 110.0, 150.0
_HEAD = (0.0, 0.0, 1.0)
_SIDE_PX = 1000


def proposed_views(
    findings: tuple[ReportedFinding, ...],
    analysis: Analysis,
    geometry: VolumeGeometry,
    *,
    created: str,
    by: str,
) -> tuple[KeyImage, ...]:
    """Return the views of findings, the worst first: the sagittal plane through it, then the canal at each.

    At most as many as a report has room for; none where no finding has a place in the measured canal.
    """
    sections = analysis.sections
    placed = [(one, one.point) for one in findings if one.point is not None]
    if sections is None or not len(sections) or not placed:
        return ()
    views = [_along(placed[0][1], analysis, geometry)]
    titles = [key_title(PaneId.SAGITTAL, _level(placed[0][0]))]
    for finding, point in placed[: MOST_IN_REPORT - 1]:
        views.append(_across(point, sections, analysis, geometry))
        titles.append(key_title(PaneId.AXIAL, _level(finding)))
    panes = [PaneId.SAGITTAL, *[PaneId.AXIAL] * (len(views) - 1)]
    return tuple(
        KeyImage(f"k{number}", pane, view, title=title, created=created, by=by)
        for number, (pane, view, title) in enumerate(zip(panes, views, titles, strict=True), 1)
    )


def _level(finding: ReportedFinding) -> LevelAtPoint | None:
    return None if finding.level is None else LevelAtPoint(finding.level, finding.confirmed)


def _along(point: Vec3, analysis: Analysis, geometry: VolumeGeometry) -> Display:
    """All of the scanned spine, however far the field of view reaches in front of it."""
    low, high = geometry.span_mm(_HEAD)
    side_mm = max(high - low, _LEAST_ALONG_MM)
    display = _framed(_at(point, analysis, geometry), PlaneKind.SAGITTAL, side_mm, geometry)
    pane = display.sagittal
    return display.with_pane(PlaneKind.SAGITTAL, attrs.evolve(pane, pan_mm=(pane.pan_mm[0], 0.0)))


def _across(point: Vec3, sections: Sections, analysis: Analysis, geometry: VolumeGeometry) -> Display:
    display = _at(point, analysis, geometry)
    plane = section_plane(sections, sections.nearest(point), display.crosshair)
    return _framed(
        with_plane(display, PlaneKind.AXIAL, plane, geometry), PlaneKind.AXIAL, _ACROSS_MM, geometry
    )


def _at(point: Vec3, analysis: Analysis, geometry: VolumeGeometry) -> Display:
    """Through a point, in the window that fits the contrast; nothing drawn across what is to be seen."""
    display = with_crosshair(attrs.evolve(Display(), crosshair_shown=False), point, geometry)
    if analysis.csf_hu is None or analysis.column is None:
        return display
    return with_window(display, auto_window(analysis.csf_hu, analysis.column.estimate.surround_hu), "Auto")


def _framed(display: Display, kind: PlaneKind, side_mm: float, geometry: VolumeGeometry) -> Display:
    whole_mm = fit_mm_per_px(geometry, kind, _SIDE_PX, _SIDE_PX) * _SIDE_PX
    pane = attrs.evolve(display.pane(kind), zoom=max(1.0, whole_mm / side_mm))
    return centred(display.with_pane(kind, pane), kind, geometry)
