"""What stands in the place of the profile while nothing is measured: the progress, or the reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from viewer.session.session import Session

_WIDTH_PX = 340
_NEVER = "The thecal sac has not been measured in this scan yet."
_LOADING = "The scan is being read; it is measured after that."


class ProfileState(QWidget):
    """Says why there is no profile; measures it on request."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setFixedWidth(_WIDTH_PX)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_WIDTH_PX // 2)
        self._progress.setAccessibleName("Progress of the analysis")
        self.button = QPushButton("Analyse (F5)")
        self.button.clicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for one in (self._words, self._progress, self.button):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for signal in (session.analysis_changed, session.jobs_changed, session.volume_changed):
            signal.connect(self.show_state)
        self.show_state()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def show_state(self, *_: object) -> None:
        """Bring the words up to date."""
        job = self._session.analysis_job
        self._words.setText(self._said())
        self._progress.setVisible(job is not None)
        self._progress.setValue(round(1000 * job.fraction) if job else 0)
        can_run = job is None and self._session.volume is not None and not self._session.loading
        self.button.setText("Cancel" if job else "Analyse (F5)")
        self.button.setVisible(can_run or job is not None)

    def _said(self) -> str:
        session, job = self._session, self._session.analysis_job
        if job is not None:
            step = f": {job.text}" if job.text else ""
            return f"Analysing{step} ({100 * job.fraction:.0f} %)"
        if session.analysis is not None and session.analysis.absent is not None:
            return f"{session.analysis.absent} Nothing was measured."
        if session.analysis is not None:
            return "Too little of the sac was found to draw its profile."
        return _LOADING if session.loading else _NEVER

    def _run(self) -> None:
        job = self._session.analysis_job
        if job is None:
            self._session.analyse()
        else:
            self._session.cancel(job.job_id)
