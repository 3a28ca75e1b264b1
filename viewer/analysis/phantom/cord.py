"""The spinal cord and the conus in which it ends."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from viewer.analysis.phantom.curve import STEP_MM, SpineCurve
from viewer.analysis.phantom.region import has_skull, region_shapes
from viewer.analysis.phantom.sac import lesion_weight
from viewer.analysis.phantom.spec import Anatomy, PhantomSpec
from viewer.analysis.phantom.tube import Outline, Tube, tube


def cord(spec: PhantomSpec, curve: SpineCurve, sac: Tube) -> Tube:
    """Return the cord, flattened where a lesion leaves too little room; empty below the conus."""
    arcs = [curve.arcs[one.level] for one in spec.levels]
    root = np.sqrt([one.cord_mm2 for one in spec.levels])
    if has_skull(spec):
        # The medulla above the cord.
        arcs, root = [arcs[0] - 30.0, *arcs], np.array([1.35 * root[0], *root])
    area = np.asarray(PchipInterpolator(arcs, root)(np.clip(curve.stations, arcs[0], arcs[-1]))) ** 2
    area = np.where(area < 0.6, 0.0, area)
    pressed = np.zeros(len(area))
    if spec.anatomy is not Anatomy.LUMBAR:
        for lesion in spec.lesions:
            pressed = np.maximum(pressed, lesion_weight(lesion, curve))
    area = np.minimum(area * (1 - 0.18 * pressed), 0.74 * sac.areas_mm2)
    outlines = [
        Outline(
            float(size),
            aspect=shape.cord_aspect + 0.5 * float(press),
            point=-0.02,
            dent_front=0.05 + 0.12 * float(press),
            left_mm=float(left),
            back_mm=float(back) + 0.25,
        )
        for shape, size, press, left, back in zip(
            region_shapes(spec, curve), area, pressed, sac.left_mm, sac.back_mm, strict=True
        )
    ]
    return tube(curve.start_mm, STEP_MM, outlines)
