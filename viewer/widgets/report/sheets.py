"""The sheets that the report asks its questions with."""

from PySide6.QtWidgets import QWidget

from viewer.session.session import Session
from viewer.widgets.report.addendum_sheet import AddendumSheet
from viewer.widgets.report.export_sheet import ChooseFolder, ExportSheet
from viewer.widgets.report.issue_sheet import IssueSheet
from viewer.widgets.report.lines_sheet import LinesSheet


class ReportSheets:
    """All of them over one window."""

    def __init__(self, session: Session, choose_folder: ChooseFolder, over: QWidget) -> None:
        self.issue = IssueSheet(session, over)
        self.addendum = AddendumSheet(session, over)
        self.export = ExportSheet(session, choose_folder, over)
        self.lines = LinesSheet(over)
