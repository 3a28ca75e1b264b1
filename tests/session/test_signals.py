"""Emitting tens of thousands of signals costs nothing but time.

With some releases of PySide6 each emission dropped one reference to True, and the process aborted.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys, tempfile
from pathlib import Path
import attrs
from PySide6.QtCore import QCoreApplication
from viewer.session.session import Session
from viewer.session.settings import Settings

app = QCoreApplication([])
with tempfile.TemporaryDirectory() as folder:
    session = Session(Path(folder), Settings())
    heard = 0

    def listen(*values):
        global heard
        heard += 1

    session.display_changed.connect(listen)
    session.read_only_changed.connect(listen)
    session.selection_changed.connect(listen)
    session.jobs_changed.connect(listen)
    displays = [attrs.evolve(session.display, preset=name) for name in ("a", "b")]
    before = sys.getrefcount(True), sys.getrefcount(None)
    for n in range(5000):
        session.look(displays[n % 2])
        session.select(str(n))
        session.read_only_changed.emit(True)
        session.jobs_changed.emit()
    after = sys.getrefcount(True), sys.getrefcount(None)
    session.shutdown()
lost = [b - a for a, b in zip(after, before)]
print(heard, max(lost) < 100)
"""


def test_twenty_thousand_emissions_leave_the_program_whole():
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=False, cwd=ROOT, capture_output=True, text=True
    )

    assert (run.returncode, run.stdout) == (0, "20000 True\n"), run.stderr
