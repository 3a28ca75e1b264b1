"""The work going on in the background: title, progress and Cancel."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from viewer.session.session import Session
from viewer.widgets.parts.icon_button import IconButton
from viewer.widgets.parts.plain_text import PlainLabel


class JobsBar(QWidget):
    """Shows the first running job, and how many more there are."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._title = PlainLabel()
        self._title.setProperty("role", "muted")
        self._title.setAccessibleName("Running job")
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(150)
        self._progress.setAccessibleName("Progress of the job")
        self._cancel = IconButton("close", "Cancel this job", self.cancel_first, size_px=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._cancel)
        session.jobs_changed.connect(self.show_jobs)
        self.show_jobs()

    @property
    def text(self) -> str:
        """What is said of the running job, empty while none runs."""
        return self._title.text() if self._session.jobs else ""

    def show_jobs(self) -> None:
        """Bring the bar up to date."""
        jobs = self._session.jobs
        self.setVisible(bool(jobs))
        if not jobs:
            return
        job = jobs[0]
        more = f"  (+{len(jobs) - 1})" if len(jobs) > 1 else ""
        detail = f": {job.text}" if job.text and job.text != job.title else ""
        self._title.setText(f"{job.title}{detail}{more}")
        self._progress.setValue(round(1000 * job.fraction))
        self._progress.setAccessibleDescription(f"{100 * job.fraction:.0f} percent")
        self._cancel.setVisible(job.cancellable)

    def cancel_first(self) -> None:
        """Cancel the job that is shown."""
        jobs = self._session.jobs
        if jobs:
            self._session.cancel(jobs[0].job_id)
