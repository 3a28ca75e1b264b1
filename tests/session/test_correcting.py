"""Corrections of the sac: the measurements follow each of them, and take each of them back."""

import attrs
import numpy as np
import pytest

from tests.analysis.plain_spine import PlainSpine, build
from viewer.dicom.uid import named_uid
from viewer.dicom.write import SeriesHeader, write_series
from viewer.model.correction import SacCorrection
from viewer.model.labels import LevelLabel
from viewer.model.sac import with_correction
from viewer.model.spine import Level, LevelKind
from viewer.model.study import Patient
from viewer.session.settings import Settings

AUTO = Settings(auto_column=True)


@pytest.fixture(scope="module")
def myelogram(tmp_path_factory):
    """A short spine of simple solids, written as a series."""
    folder = tmp_path_factory.mktemp("correcting") / "spine"
    header = SeriesHeader(
        patient=Patient("PHANTOM^TEST", "PH1", "1958-01-31", "F"),
        study_uid=named_uid("study of corrections"),
        series_uid=named_uid("series of corrections"),
        frame_of_reference_uid=named_uid("frame of corrections"),
        study_description="CT SPINE",
        series_description="spine",
        number=3,
        date="2026-01-31",
        time="14:05:39",
        kernel="Br40",
    )
    write_series(build(PlainSpine(length_mm=90.0), (0.9, 0.9, 1.25), 80.0), folder, header)
    return folder


@pytest.fixture
def measured(qtbot, new_session, opened, myelogram):
    """Open the myelogram in a session and wait until it is measured."""

    def done(settings=AUTO):
        session = opened(new_session(settings), myelogram)
        qtbot.waitUntil(lambda: session.analysis is not None and not session.jobs, timeout=60_000)
        return session

    return done


@pytest.fixture
def renewed(qtbot):
    """Wait until the measurements have followed a change."""

    def done(session, change):
        before = session.analysis
        change()
        qtbot.waitUntil(lambda: session.analysis is not before and not session.jobs, timeout=30_000)
        return session.analysis

    return done


def slab(session, arc_mm):
    """The voxels of the sac's box within 6 mm of a place on the centreline and to its left."""
    sections, sac = session.analysis.sections, session.sac
    at = int(np.argmin(np.abs(sections.arc_mm - arc_mm)))
    k, j, i = np.meshgrid(*(np.arange(n) for n in sac.mask.shape), indexing="ij")
    affine = sac.geometry.affine
    offset = np.stack([i, j, k], -1) @ affine[:3, :3].T + affine[:3, 3] - sections.point[at]
    flags = (np.abs(offset @ sections.tangent[at]) < 6) & (offset @ sections.left[at] > 0)
    flags &= np.linalg.norm(offset, axis=-1) < 15
    box = [index + low for index, low in zip(np.nonzero(flags), sac.offset_kji, strict=True)]
    return np.ravel_multi_index(box, session.volume.geometry.shape)


def erased(session, arc_mm=40.0):
    return attrs.evolve(session.case, correction=session.case.correction.erasing(slab(session, arc_mm)))


def disc_of(analysis):
    discs = [one for one in analysis.levels if one.kind is LevelKind.DISC]
    return min(discs, key=lambda one: abs(one.arc_mm - 40))


def test_the_voxels_of_the_sac_come_with_its_measurements(new_session, opened, myelogram, heard, qtbot):
    session = new_session(AUTO)
    told = heard(session.sac_changed)
    analysed = heard(session.analysis_changed)
    opened(session, myelogram)
    qtbot.waitUntil(lambda: session.analysis is not None and not session.jobs, timeout=60_000)

    assert told[-1] is session.sac
    assert analysed[-1] is session.analysis
    voxel_ml = np.prod(session.volume.geometry.spacing_mm) / 1000
    assert session.sac.mask.sum() * voxel_ml == pytest.approx(session.analysis.volume_ml)
    session.close()
    assert session.sac is None
    assert told[-1] is None


def test_a_correction_is_measured_and_undo_brings_back_exactly_what_was(measured, renewed, heard):
    session = measured()
    before, sac = session.analysis, session.sac
    sacs = heard(session.sac_changed)

    after = renewed(session, lambda: session.edit("Erase", erased(session)))

    assert after.sections.corrected.any()
    assert np.nanmin(after.sections.area_mm2 / before.sections.area_mm2) < 0.7
    assert after.volume_ml < before.volume_ml
    assert after.levels == before.levels
    assert session.case.correction.grid == session.volume.geometry
    assert renewed(session, session.undo) is before
    again = renewed(session, session.redo)
    np.testing.assert_array_equal(again.sections.area_mm2, after.sections.area_mm2)
    assert session.sac is sac, "what was measured by itself has not changed"
    assert sacs == []


def test_strokes_that_follow_fast_are_all_in_the_last_measurement(measured, renewed):
    session = measured()
    before = session.analysis

    def strokes():
        for arc_mm in (20.0, 40.0, 60.0):
            session.edit("Erase", erased(session, arc_mm))

    after = renewed(session, strokes)

    for arc_mm in (20.0, 40.0, 60.0):
        at = int(np.argmin(np.abs(before.sections.arc_mm - arc_mm)))
        assert after.sections.area_mm2[at] < 0.8 * before.sections.area_mm2[at]


def test_a_preview_moves_no_number(measured, qtbot):
    session = measured()
    before = session.analysis

    session.preview(erased(session))
    qtbot.wait(50)

    assert session.analysis is before
    assert session.jobs == ()
    now = with_correction(session.sac, session.volume.geometry.shape, session.shown_case.correction)
    assert now.mask.sum() < session.sac.mask.sum()


def test_a_moved_end_changes_the_measured_span_and_the_sac(measured, renewed):
    session = measured()
    before, sac = session.analysis, session.sac
    place = tuple(before.sections.point[int(np.argmin(np.abs(before.sections.arc_mm - 30)))])
    moved = attrs.evolve(session.case, correction=SacCorrection(cranial_end=place))

    after = renewed(session, lambda: session.edit("Move the end", moved))

    assert after.span_mm[0] == pytest.approx(30, abs=1)
    assert session.sac is not sac
    assert session.sac.mask.sum() < sac.mask.sum()
    assert renewed(session, session.undo) is before


def test_names_and_corrections_do_not_undo_each_other(measured, renewed):
    session = measured()
    first = renewed(session, lambda: session.edit("Erase", erased(session)))
    disc = disc_of(first)

    label = attrs.evolve(session.case, labels=(LevelLabel(Level("L2/L3"), disc.centre),))
    named = renewed(session, lambda: session.edit("Name", label))

    there = min(named.levels, key=lambda one: abs(one.arc_mm - disc.arc_mm))
    assert there.name == "L2/L3"
    np.testing.assert_array_equal(named.sections.area_mm2, first.sections.area_mm2)
    second = renewed(session, lambda: session.edit("Erase", erased(session, 65.0)))
    assert second.sections.corrected.sum() > first.sections.corrected.sum()
    assert second.levels == named.levels
    renewed(session, session.undo)
    back = renewed(session, session.undo)
    assert [one.name for one in back.levels] == [one.name for one in first.levels]
    np.testing.assert_array_equal(back.sections.area_mm2, first.sections.area_mm2)


def test_both_at_once_are_renewed_together(measured, renewed):
    session = measured()
    disc = disc_of(session.analysis)
    label = LevelLabel(Level("L2/L3"), disc.centre)

    after = renewed(session, lambda: session.edit("Both", attrs.evolve(erased(session), labels=(label,))))

    assert after.sections.corrected.any()
    assert min(after.levels, key=lambda one: abs(one.arc_mm - disc.arc_mm)).name == "L2/L3"


def test_measured_again_the_corrections_hold(measured, renewed):
    session = measured()
    first = renewed(session, lambda: session.edit("Erase", erased(session)))

    again = renewed(session, session.analyse)

    np.testing.assert_array_equal(again.sections.area_mm2, first.sections.area_mm2)
    np.testing.assert_array_equal(again.sections.corrected, first.sections.corrected)


def test_a_correction_made_while_it_is_measured_is_not_lost(measured, renewed):
    session = measured()
    case = erased(session)

    def meanwhile():
        session.analyse()
        session.edit("Erase", case)

    renewed(session, meanwhile)

    assert session.analysis.sections.corrected.any()


def test_a_saved_correction_is_there_when_the_study_is_opened_again(measured, renewed, heard):
    first = measured()
    corrected = renewed(first, lambda: first.edit("Erase", erased(first)))
    first.shutdown()

    second = measured()

    assert second.case.correction == first.case.correction
    np.testing.assert_array_equal(second.analysis.sections.area_mm2, corrected.sections.area_mm2)
    np.testing.assert_array_equal(second.analysis.sections.corrected, corrected.sections.corrected)


def test_in_a_read_only_session_the_correction_holds_and_cannot_be_changed(measured, renewed):
    first = measured()
    corrected = renewed(first, lambda: first.edit("Erase", erased(first)))
    assert first.flush()

    second = measured()

    assert second.read_only
    np.testing.assert_array_equal(second.analysis.sections.area_mm2, corrected.sections.area_mm2)
    assert not second.edit("Erase", erased(second, 65.0))
    assert second.case.correction == first.case.correction


def test_a_correction_of_other_slices_is_told_kept_and_not_gone_on_with(measured, renewed):
    session = measured()
    before = session.analysis
    other = attrs.evolve(session.volume.geometry, origin=(0.0, 0.0, 0.0))
    foreign = attrs.evolve(erased(session).correction, grid=other)
    session._measuring.follow(attrs.evolve(session.case, correction=foreign), unasked=False)
    renewed(session, lambda: None)

    assert session.analysis.sections is before.sections
    assert "not applied" in session.analysis.warnings[-1]
    assert not session.edit("Erase", attrs.evolve(session.case, correction=foreign))
    assert "other slices" in session.notices[-1].text


def test_a_seed_for_the_column_leaves_the_corrected_sac_alone(measured, renewed, qtbot):
    session = measured()
    corrected = renewed(session, lambda: session.edit("Erase", erased(session)))

    session.find_column(session.column.middle)
    qtbot.waitUntil(lambda: not session.jobs, timeout=30_000)

    assert session.analysis is corrected
