"""A program that is killed loses nothing but the drag in progress."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

EDITING_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from viewer.model.finding import CompressionMark
from viewer.session.session import Session
from viewer.session.settings import Settings

app = QCoreApplication([])
session = Session(Path(sys.argv[1]), Settings(auto_column=False))
again = sys.argv[3] == "again"

def mark_some():
    for n in range(20 if again else 1):
        name = f"m{len(session.case.marks)}"
        session.edit("Mark", session.case.with_mark(CompressionMark(name, (1.0, 2.0, 103.0), text="kept")))

def tell():
    print("saved", flush=True)
    if again:
        mark_some()

session.saved.connect(tell)
session.volume_completed.connect(mark_some)
session.open_paths([sys.argv[2]])
app.exec()
"""


def editing_program(store_folder, study_folder, how_often):
    command = [sys.executable, "-c", EDITING_PROGRAM, str(store_folder), str(study_folder), how_often]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_program_finds_its_last_edit_again(new_session, opened, study_folder, store_folder):
    with editing_program(store_folder, study_folder, "once") as program:
        assert program.stdout.readline() == "saved\n"
        assert opened(new_session(), study_folder).read_only
        program.send_signal(signal.SIGKILL)

    session = opened(new_session(), study_folder)

    assert [one.text for one in session.case.marks] == ["kept"]
    assert not session.read_only


def test_a_program_killed_in_the_midst_of_saving_leaves_a_whole_case(
    new_session, opened, study_folder, store_folder
):
    with editing_program(store_folder, study_folder, "again") as program:
        for _ in range(20):
            assert program.stdout.readline() == "saved\n"
        program.send_signal(signal.SIGKILL)

    session = opened(new_session(), study_folder)

    assert len(session.case.marks) > 20
    assert session.notices == ()
    assert not list(store_folder.glob(".*.part"))
