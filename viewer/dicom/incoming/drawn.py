"""Regions drawn on single images brought to their place in the patient."""

import attrs

from viewer.dicom.incoming.content import Item
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.model.geometry import Vec3, VolumeGeometry, add, scale


def with_places(root: Item, source: SourceStudy, geometry: VolumeGeometry) -> Item:
    """Return the tree of a report with the LPS points of what it draws on images of the source.

    What is drawn on other images stays without points. Source: PS3.3 C.18.6.1.2: column and row count from the
    outer edge of the first pixel.
    """
    images = {(one.sop_instance_uid, one.frame): one for one in source.images}
    return _placed(root, images, geometry)


def _placed(item: Item, images: dict[tuple[str, int], SourceImage], geometry: VolumeGeometry) -> Item:
    children = tuple(_placed(child, images, geometry) for child in item.children)
    if item.kind != "SCOORD":
        return attrs.evolve(item, children=children)
    referred = (images.get((child.image_uid, child.frame)) for child in children if child.image_uid)
    position = next((one.position for one in referred if one is not None), None)
    if position is None:
        return attrs.evolve(item, children=children)
    points = tuple(_point(position, column, row, geometry) for column, row in item.pixels)
    return attrs.evolve(item, children=children, points=points)


def _point(position: Vec3, column: float, row: float, geometry: VolumeGeometry) -> Vec3:
    right, down, _ = geometry.axes
    column_mm, row_mm, _ = geometry.spacing_mm
    across = add(position, scale(right, (column - 0.5) * column_mm))
    return add(across, scale(down, (row - 0.5) * row_mm))
