"""Thecal, a CT-myelogram workstation; imports go down this list only.

app       composition root, command line, logs, crash report
widgets   Qt widgets; each takes a Session (and a scene) and shows it
actions   what a user can do, as records: id, title, shortcut, run
session   the only stateful core: the current case, undo, jobs, settings, notices
handover  a report as it leaves the house: the bytes of all its files
intake    whatever files a hospital hands over, brought to one catalogue and read
scene (VTK) | tools (interaction) | dicom | formats | casefile | library | report   siblings, apart from one another
analysis  arrays and geometry in, values out, phantoms included
model     frozen values and pure geometry, above resources, above errors and progress
"""

__version__ = "0.1.0"
