"""Which images were kept, as a Key Object Selection document (PS3.3 A.35.4, PS3.16 TID 2010)."""

from collections.abc import Sequence
from typing import Any

import attrs
from pydicom.dataset import Dataset
from pydicom.uid import UID

from viewer.dicom.outgoing.codes import code
from viewer.dicom.outgoing.derived import MANUFACTURER, MODEL, check_same_study, derived_object
from viewer.dicom.outgoing.made_object import MadeObject, made_object
from viewer.dicom.outgoing.plain import limited, signed_name
from viewer.dicom.outgoing.source_study import SourceImage, SourceStudy
from viewer.dicom.uid import named_uid
from viewer.errors import DicomError
from viewer.model.key_image import KeyImage
from viewer.model.report.report import Report, ReportState

KEY_OBJECT_CLASS = "1.2.840.10008.5.1.4.1.1.88.59"
SERIES = (9303, "Thecal key objects")


@attrs.frozen
class KeptImage:
    """A key image as other objects hold it.

    Either the acquired image `shows` with its `presentation`, or a `capture`, which `shows` is then the source
    of if any.
    """

    key_image: KeyImage
    shows: SourceImage | None = None
    presentation: MadeObject | None = None
    capture: MadeObject | None = None


def key_object_selection(
    kept: Sequence[KeptImage],
    *,
    report: Report,
    source: SourceStudy,
    title: str = "for referring provider",
    uid_root: str = "",
) -> MadeObject:
    """Return the document that names the acquired images and the captures of key images.

    `title` is one of the titles in the tables of codes. `DicomError` where there is nothing to name.
    """
    check_same_study(report, source)
    made = derived_object(report, source, KEY_OBJECT_CLASS, "KO", SERIES)
    root = _content(kept, report, source, title)
    for element in root:
        made.add(element)
    made.ReferencedPerformedProcedureStepSequence = []
    made.CurrentRequestedProcedureEvidenceSequence = [_evidence(kept, source)]
    return made_object(made, report, "key objects", uid_root)


def _content(kept: Sequence[KeptImage], report: Report, source: SourceStudy, title: str) -> Dataset:
    # Slow to import, and only objects that are made need it.
    from highdicom.ko import KeyObjectSelection
    from highdicom.sr import CodedConcept

    if not kept:
        raise DicomError(
            "There is no key image to select.", "Keep one with the key K, and have it go into the report."
        )
    named = code("key objects", title)
    selection: Any = KeyObjectSelection(
        CodedConcept(named.value, named.scheme, named.meaning),
        [_shown(one, source) for one in kept],
        observer_person_context=_person(report),
        observer_device_context=_device(),
        description=_description(kept) or None,
    )
    root: Dataset = selection[0]
    references = [item for item in root.ContentSequence if "ReferencedSOPSequence" in item]
    for item, one in zip(references, kept, strict=True):
        if one.presentation is not None:
            state = _reference(one.presentation.sop_class_uid, one.presentation.sop_instance_uid)
            item.ReferencedSOPSequence[0].ReferencedSOPSequence = [state]
    return root


def _shown(one: KeptImage, source: SourceStudy) -> Dataset:
    """What stands for the image to name: its capture, or the acquired image."""
    if one.capture is not None:
        return _stand_in(one.capture)
    return source.dataset(one.shows or source.images[len(source.images) // 2])


def _stand_in(made: MadeObject) -> Dataset:
    found = Dataset()
    found.SOPClassUID, found.SOPInstanceUID = UID(made.sop_class_uid), UID(made.sop_instance_uid)
    found.Rows = found.Columns = 1
    return found


def _description(kept: Sequence[KeptImage]) -> str:
    lines = (
        f"{number}. {': '.join(filter(None, (one.key_image.title, one.key_image.note)))}"
        for number, one in enumerate(kept, start=1)
        if one.key_image.title or one.key_image.note
    )
    return limited("\n".join(lines), "UT")


def _person(report: Report) -> Any:
    from highdicom.sr import ObserverContext, PersonObserverIdentifyingAttributes
    from pydicom.sr.codedict import codes

    name = "" if report.state is ReportState.UNREVIEWED else signed_name(report.author)
    if not name:
        return None
    return ObserverContext(codes.DCM.Person, PersonObserverIdentifyingAttributes(name=name))


def _device() -> Any:
    from highdicom.sr import DeviceObserverIdentifyingAttributes, ObserverContext
    from pydicom.sr.codedict import codes

    return ObserverContext(
        codes.DCM.Device,
        DeviceObserverIdentifyingAttributes(
            uid=named_uid("thecal"), name=MODEL, manufacturer_name=MANUFACTURER, model_name=MODEL
        ),
    )


def _evidence(kept: Sequence[KeptImage], source: SourceStudy) -> Dataset:
    """All instances the document refers to, by series (PS3.3 C.17.6)."""
    series: dict[str, dict[str, str]] = {}
    for one in kept:
        if one.shows is not None and one.capture is None:
            series.setdefault(source.series_uid, {})[one.shows.sop_instance_uid] = one.shows.sop_class_uid
        for made in (one.presentation, one.capture):
            if made is not None:
                series.setdefault(made.series_uid, {})[made.sop_instance_uid] = made.sop_class_uid
    study = Dataset()
    study.StudyInstanceUID = UID(source.study_uid)
    study.ReferencedSeriesSequence = [_series(uid, objects) for uid, objects in series.items()]
    return study


def _series(uid: str, objects: dict[str, str]) -> Dataset:
    item = Dataset()
    item.SeriesInstanceUID = UID(uid)
    item.ReferencedSOPSequence = [_reference(sop_class, instance) for instance, sop_class in objects.items()]
    return item


def _reference(sop_class_uid: str, sop_instance_uid: str) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID = UID(sop_class_uid)
    item.ReferencedSOPInstanceUID = UID(sop_instance_uid)
    return item
