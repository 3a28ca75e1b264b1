"""Random cases of every shape a case can have."""

import attrs
import pytest
from hypothesis import strategies as st

from viewer.casefile.document import CaseDocument
from viewer.model.annotation import Angle, Arrow, Distance, Ellipse
from viewer.model.case import Case
from viewer.model.correction import SacCorrection, VoxelRuns
from viewer.model.display import Camera, Display, Interpolation, Layout, PaneId, SlabMode, SlicePane
from viewer.model.finding import Cause, CompressionMark, Confidence, Severity, Side, Zone
from viewer.model.geometry import VolumeGeometry, vec3
from viewer.model.labels import LevelLabel
from viewer.model.plane import Plane, PlaneKind, reference_plane
from viewer.model.spine import ROOTS, Level, Numbering
from viewer.model.study import Patient, WindowSetting
from viewer.model.study_reference import StudyReference

numbers = st.floats(-1e5, 1e5)
positive = st.floats(0.01, 1e4)
points = st.tuples(numbers, numbers, numbers)
texts = st.text(max_size=20)


@st.composite
def planes(draw) -> Plane:
    plane = reference_plane(draw(st.sampled_from(PlaneKind)), draw(points))
    return plane.turned(plane.right, draw(st.floats(-180, 180))).turned(
        plane.normal, draw(st.floats(-180, 180))
    )


@st.composite
def panes(draw) -> SlicePane:
    plane = draw(planes())
    return SlicePane(
        plane.right,
        plane.down,
        slab_mm=draw(st.floats(0, 50)),
        slab_mode=draw(st.sampled_from(SlabMode)),
        zoom=draw(st.floats(0.2, 40)),
        pan_mm=draw(st.tuples(numbers, numbers)),
    )


cameras = st.builds(
    Camera,
    focus=points,
    towards_eye=st.just((0.0, -1.0, 0.0)),
    up=st.just((0.0, 0.0, 1.0)),
    height_mm=positive,
)
displays = st.builds(
    Display,
    crosshair=points,
    window=st.builds(WindowSetting, positive, numbers),
    preset=texts,
    layout=st.sampled_from(Layout),
    main_pane=st.sampled_from(PaneId),
    axial=panes(),
    sagittal=panes(),
    coronal=panes(),
    camera=st.none() | cameras,
    interpolation=st.sampled_from(Interpolation),
    identity_hidden=st.booleans(),
)


def several(values):
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


marks = st.builds(
    CompressionMark,
    mark_id=st.just(""),
    point=points,
    severity=st.none() | st.sampled_from(Severity),
    side=st.none() | st.sampled_from(Side),
    zones=several(Zone),
    causes=several(Cause),
    roots=several(ROOTS),
    text=texts,
    confidence=st.none() | st.sampled_from(Confidence),
    created=texts,
)
annotations = st.one_of(
    st.builds(Distance, st.just(""), planes(), points, points),
    st.builds(Angle, st.just(""), planes(), points, points, points),
    st.builds(Ellipse, st.just(""), planes(), points, positive, positive),
    st.builds(Arrow, st.just(""), planes(), points, points, texts),
)


@st.composite
def label_rows(draw, numbering: Numbering) -> tuple[LevelLabel, ...]:
    places = draw(st.sets(st.integers(0, len(numbering.levels) - 1), max_size=5))
    level_names = [numbering.levels[place] for place in sorted(places)]
    labels = [LevelLabel(level, vec3((0.0, 0.0, -10.0 * n))) for n, level in enumerate(level_names)]
    return tuple(draw(st.permutations(labels)))


GRID = VolumeGeometry(
    (30, 40, 50), (1.0, 2.0, 3.0), ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), (0.5, 0.5, 1.25)
)


@st.composite
def corrections(draw) -> SacCorrection:
    places = st.lists(st.integers(0, 59_999), max_size=30)
    made = SacCorrection(
        cranial_end=draw(st.none() | points),
        caudal_end=draw(st.none() | points),
        grid=draw(st.none() | st.just(GRID)),
    )
    return made.painting(draw(places)).erasing(draw(places))


@st.composite
def cases(draw) -> Case:
    numbering = Numbering(draw(st.integers(11, 13)), draw(st.integers(4, 6)))
    row = draw(st.lists(marks, max_size=3))
    notes = draw(st.lists(annotations, max_size=3))
    return Case(
        study=draw(
            st.builds(StudyReference, texts, texts, st.integers(1, 99), texts, st.builds(Patient, texts))
        ),
        numbering=numbering,
        labels=draw(label_rows(numbering)),
        marks=tuple(_named(mark, "mark_id", f"m{n}") for n, mark in enumerate(row)),
        annotations=tuple(_named(one, "annotation_id", f"a{n}") for n, one in enumerate(notes)),
        contrast_seed=draw(st.none() | points),
        rejected=tuple(draw(st.lists(points, max_size=3))),
        correction=draw(corrections()),
    )


def _named(item, field, name):
    return attrs.evolve(item, **{field: name})


@pytest.fixture(scope="session")
def any_document():
    """The strategy of all documents."""
    return st.builds(CaseDocument, cases(), displays, texts, texts)


@pytest.fixture(scope="session")
def rich_document():
    """One document with something in every field."""
    plane = reference_plane(PlaneKind.SAGITTAL, (1.0, 2.0, 3.0))
    mark = CompressionMark(
        "m1",
        (1.5, -2.0, 30.25),
        Severity.SEVERE,
        Side.BILATERAL,
        (Zone.CENTRAL, Zone.LATERAL_RECESS),
        (Cause.OPLL,),
        ("C8",),
        "Stenose größer",
        Confidence.CERTAIN,
        "2026-01-31T10:00:00+01:00",
    )
    case = Case(
        study=StudyReference("1.2.3", "1.2.3.4", 2, "1.2.9", Patient("PHANTOM^A", "1", "1950-01-01", "F")),
        numbering=Numbering(13, 6),
        labels=(LevelLabel(Level("T13/L1"), (0.0, 0.0, 10.0)), LevelLabel(Level("L4/L5"), (0.0, 5.0, -90.0))),
        marks=(mark,),
        annotations=(
            Distance("a1", plane, (0.0, 0.0, 0.0), (3.0, 4.0, 0.0)),
            Ellipse("a2", plane, (0.0, 0.0, 0.0), 3.0, 4.0),
            Arrow("a3", plane, (0.0, 0.0, 0.0), (3.0, 4.0, 0.0), "here"),
        ),
        contrast_seed=(9.0, 8.0, 7.0),
        rejected=((4.0, 5.0, 6.0),),
        correction=SacCorrection(
            VoxelRuns((12, 100), (3, 20)), VoxelRuns((59_998,), (2,)), (1.0, 2.0, 3.0), None, GRID
        ),
    )
    camera = Camera((0.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), 120.0)
    return CaseDocument(
        case, Display(crosshair=(1.0, 2.0, 3.0), camera=camera), "2026-01-31T10:00:01", "Thecal 0"
    )
