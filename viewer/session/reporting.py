"""The report of the open case: composed as the case changes, issued for good, added to, handed over."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs
from PySide6.QtCore import QObject, QTimer, Signal

from viewer.errors import ViewerError
from viewer.model.analysis import Analysis
from viewer.model.case import Case
from viewer.model.picture_bytes import PictureBytes
from viewer.model.report.concordance import Concordance
from viewer.model.report.contradiction import Contradiction, Weight
from viewer.model.report.issued import IssuedImage, IssuedReport
from viewer.model.report.report import Report, ReportState
from viewer.model.sac import SacVoxels
from viewer.model.spine import Level
from viewer.model.study import Series
from viewer.model.study_reference import images_digest
from viewer.model.technique import Technique
from viewer.session.editing import EditingState
from viewer.session.errands import Errands
from viewer.session.key_pictures import KeyPictures, Pictured
from viewer.session.settings import Settings

if TYPE_CHECKING:
    from viewer.handover.format import Format
    from viewer.handover.request import ReportRequest
    from viewer.report.composing.compose import StudyFacts

_SETTLES_MS = 200

# What composes a report comes with the first one: no study needs it to be opened.

Pictures: TypeAlias = Mapping[str, PictureBytes]


@attrs.frozen(eq=False)
class Measured:
    """What was measured in the open volume."""

    analysis: Analysis | None
    sac: SacVoxels | None


def now() -> str:
    """Return the present moment as the case keeps it: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Reporting(QObject):
    """Holds the report of the open case; `changed()` tells that it says something else, or was issued.

    It is composed a moment after the case or its measurement changes while it is `watched` or the case asks
    a clinical question, and else when it is asked for. Reports that were issued are never changed.
    """

    changed = Signal()

    def __init__(self, session: EditingState, measured: Callable[[], Measured]) -> None:
        super().__init__(session)
        self._session = session
        self._measured = measured
        self.key_pictures = KeyPictures()
        self._report: Report | None = None
        self._stale = True
        self._watched = False
        self._wants_issued = False
        self._technique = Technique()
        self._technique_of: str | None = None
        self._errands = Errands("report", self)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLES_MS)
        self._settled.timeout.connect(self.renew)
        session.case_changed.connect(self._age)
        session.analysis_changed.connect(self._age)
        session.volume_changed.connect(self._age)
        session.settings_changed.connect(self._follow_settings)

    @property
    def report(self) -> Report | None:
        """The draft as the case stands now, composed if need be; None while nothing is open."""
        if self._stale:
            self._compose()
        return self._report

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What in the draft does not fit, what must be settled first."""
        return self.report.contradictions if self.report else ()

    @property
    def concordance(self) -> tuple[Concordance, ...]:
        """How what was found fits the symptoms, as last composed; empty while nothing is asked."""
        return self._report.concordance if self._report and self._asks else ()

    @property
    def finding_levels(self) -> Mapping[str, Level]:
        """The levels of the findings by their ids, as last composed."""
        found = self._report.findings if self._report else ()
        return {one.finding_id: one.level for one in found if one.level is not None}

    @property
    def technique(self) -> Technique:
        """How the open series was acquired; empty while its header is being read."""
        return self._technique

    @property
    def issued(self) -> IssuedReport | None:
        """The last report or addendum that left the house, None where none did."""
        return self._session.case.issued[-1] if self._session.case.issued else None

    @property
    def outdated(self) -> str:
        """A sentence where the case says something else than the last issued report, else nothing."""
        from viewer.report.checking.fingerprint import outdated

        last = self.issued
        return outdated(self._session.case, last) if last else ""

    @property
    def watched(self) -> bool:
        """Whether somebody looks at the report."""
        return self._watched

    def watch(self, *, shown: bool) -> None:
        """Compose by itself from now on, or only when asked."""
        self._watched = shown
        if shown and self._stale:
            self.renew()

    def renew(self) -> None:
        """Bring the report up to date and tell of it."""
        self._settled.stop()
        self._compose()
        self.changed.emit()

    def pictured(self, case: Case | None = None) -> Pictured:
        """Return what key images are drawn from now, `case` in place of the open one; an error if none is open."""
        session, measured = self._session, self._measured()
        if session.volume is None:
            raise ViewerError("There is nothing to draw.", "Open a study first.")
        return Pictured(case or session.case, session.volume, session.series, measured.analysis, measured.sac)

    def open_when_signed(self, author: str) -> tuple[Contradiction, ...]:
        """Return what does not fit in the draft once it bears a name, what must be settled first."""
        return self._signed(author).contradictions

    def issue(self, author: str, *, knowingly: bool = False) -> None:
        """Make the draft final, signed by `author`: kept as it is with its pictures, and on disk.

        Where one was issued before, it is replaced, which the new one says. It cannot be taken back. `ViewerError` while something must be settled first, without a name, or
        where there are warnings that are not passed `knowingly`.
        """
        signed = " ".join(author.split())
        report = self._signed(signed)
        self._check(report, signed, knowingly=knowingly)
        case, at = self._session.case, now()
        before = case.issued[-1].report.number if case.issued else 0
        final = attrs.evolve(
            report, state=ReportState.FINAL, number=len(case.issued) + 1, made_at=at, replaces=before
        )
        pictured = self.pictured()
        images = tuple(
            IssuedImage(one.key_id, self.key_pictures.picture(pictured, one)) for one in final.key_images
        )
        kept = IssuedReport(final, images, at, signed, _basis(case), annotations=case.annotations)
        self._seal(kept)

    def add_addendum(self, text: str, author: str) -> None:
        """Add words to the report that was issued last, which stays as it is; `ViewerError` where none was.

        Where that is outdated it stays so, and is shown with what was added.
        """
        last, signed = self.issued, " ".join(author.split())
        if last is None:
            raise ViewerError("No report was issued yet.", "Finalise the report first.")
        if not text.strip():
            raise ViewerError("The addendum is empty.", "Write what is to be added.")
        if not signed:
            raise ViewerError("An addendum needs the name of its reader.", "Give your name first.")
        self._check_writable()
        case, at = self._session.case, now()
        report = attrs.evolve(
            last.report, state=ReportState.ADDENDUM, number=len(case.issued) + 1, made_at=at, author=signed
        )
        kept = IssuedReport(
            report, last.images, at, signed, last.basis, text.strip(), annotations=last.annotations
        )
        self._seal(kept)
        if self.outdated:
            self.show_issued(issued=True)

    @property
    def shows_issued(self) -> bool:
        """Whether the issued report is shown and handed over rather than the draft."""
        return self.issued is not None and (self._wants_issued or not self.outdated)

    def show_issued(self, *, issued: bool) -> None:
        """Show the issued report though it is outdated, or the draft again."""
        self._wants_issued = issued
        self.changed.emit()

    @property
    def outgoing(self) -> Report:
        """What is shown and handed over: the issued report while it holds, else the draft; an error if none."""
        report, last = self.report, self.issued
        if report is None:
            raise ViewerError("There is nothing to hand over.", "Open a study first.")
        return last.report if last is not None and self.shows_issued else report

    def text(self) -> str:
        """Return the report as plain text; `ViewerError` while nothing is open."""
        from viewer.report.texts.plain_text import text_report

        return text_report(self.outgoing, issued=self._session.case.issued)

    def request(self, formats: "tuple[Format, ...]") -> "Callable[[], ReportRequest]":
        """Return what makes the request for the files of a report, once called, on whatever thread.

        `ViewerError` while nothing is open, and when called where a key image cannot be drawn.
        """
        from viewer.handover.request import ReportRequest

        report, pictured, last = self.outgoing, self.pictured(), self.issued
        settings, told = self._session.settings, self.outdated if self.shows_issued else ""
        kept = {} if last is None or report is not last.report else dict(_kept(last))

        def made() -> ReportRequest:
            return ReportRequest(
                report=report,
                case=pictured.case,
                formats=formats,
                pictures={**self.key_pictures.all_of(pictured), **kept},
                issued=pictured.case.issued,
                series=pictured.series,
                volume=pictured.volume,
                analysis=pictured.analysis,
                sac=pictured.sac,
                uid_root=settings.uid_root,
                outdated=told,
            )

        return made

    def in_background(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[ViewerError], None],
    ) -> None:
        """Have small work done on the report's own thread, the answer told on the main thread."""
        self._errands.run(work, done, failed)

    def close(self) -> None:
        """End the thread."""
        self._settled.stop()
        self._errands.close()

    @property
    def _asks(self) -> bool:
        question = self._session.case.form.question
        return bool(question.symptoms or question.evidence or question.suspected)

    def _age(self, *_: object) -> None:
        self._stale = True
        if self._watched or self._asks:
            self._settled.start()

    def _follow_settings(self, old: Settings, new: Settings) -> None:
        if old.reader != new.reader:
            self._age()

    def _compose(self) -> None:
        session = self._session
        self._stale = False
        if session.volume is None:
            self._report, self._wants_issued = None, False
            self.key_pictures.forget()
            return
        from viewer.report.composing.compose import compose

        self._read_technique()
        analysis, facts = self._measured().analysis, self._facts()
        made = compose(session.case, analysis, facts, author=session.settings.reader, made_at=now())
        # A missing name is asked for when the report is made final: until then it is no warning.
        signed = self._with_contradictions(attrs.evolve(made, author=made.author or "?"))
        self._report = attrs.evolve(made, contradictions=signed.contradictions)

    def _with_contradictions(self, report: Report) -> Report:
        from viewer.report.checking.contradictions import contradictions

        analysis, facts = self._measured().analysis, self._facts()
        found = contradictions(report, self._session.case, analysis, facts)
        return attrs.evolve(report, contradictions=found)

    def _facts(self) -> "StudyFacts":
        from viewer.report.composing.compose import StudyFacts

        session = self._session
        study, series, volume = session.study, session.series, session.volume
        return StudyFacts(
            study_description=study.description if study else "",
            technique=self._technique,
            accession_number=self._technique.accession_number,
            images=images_digest(series.sop_instance_uids) if series else "",
            volume=volume.geometry if volume else None,
        )

    def _signed(self, author: str) -> Report:
        """The draft as it is now, under a name."""
        self._stale = True
        report = self.report
        if report is None:
            raise ViewerError("There is nothing to report.", "Open a study first.")
        return self._with_contradictions(attrs.evolve(report, author=author))

    def _check(self, report: Report, author: str, *, knowingly: bool) -> None:
        self._check_writable()
        blocking = [one for one in report.contradictions if one.weight is Weight.BLOCKING]
        if blocking:
            raise ViewerError(f"The report cannot be final yet: {blocking[0].message}", blocking[0].hint)
        if report.contradictions and not knowingly:
            raise ViewerError(
                "The report still has warnings.", "Settle them, or say that you have seen them."
            )
        if not author:
            raise ViewerError("A final report needs the name of its reader.", "Give your name first.")

    def _check_writable(self) -> None:
        if self._session.read_only:
            raise ViewerError("This study is read-only.", self._session.read_only_reason)

    def _seal(self, issued: IssuedReport) -> None:
        case = self._session.case
        if not self._session.seal(attrs.evolve(case, issued=(*case.issued, issued))):
            raise ViewerError(
                "The report is final, but could not be saved yet.",
                "It is tried again every few seconds: leave Thecal open, and see that there is room on the disk.",
            )
        self._wants_issued = False
        self.renew()

    def _read_technique(self) -> None:
        """Have the header of the open series read, once."""
        series = self._session.series
        key = series.key if series else ""
        if key == self._technique_of:
            return
        self._technique_of, self._technique = key, Technique()
        if series is not None:
            self._errands.run(
                lambda: _technique(series), lambda found: self._take_technique(key, found), self._session.tell
            )

    def _take_technique(self, key: str, found: Technique) -> None:
        if key == self._technique_of:
            self._technique = found
            self._age()


def _kept(issued: IssuedReport) -> Iterator[tuple[str, PictureBytes]]:
    return ((one.key_id, one.picture) for one in issued.images)


def _basis(case: Case) -> str:
    from viewer.report.checking.fingerprint import fingerprint

    return fingerprint(case)


def _technique(series: Series) -> Technique:
    from viewer.dicom.technique import technique  # pydicom is slow to import

    return technique(series)
