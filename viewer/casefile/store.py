"""Where cases are kept without being asked: one file for each series in the user's data folder."""

import contextlib
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import attrs
import platformdirs

from viewer.casefile import atomic
from viewer.casefile.document import CaseDocument
from viewer.casefile.file import content, parse
from viewer.casefile.lock import StudyLock
from viewer.casefile.migrations import NewerCaseFileError
from viewer.errors import CaseFileError
from viewer.model.study_reference import StudyReference
from viewer.progress import Progress, silent


def default_folder() -> Path:
    """Return the folder of the user's saved cases; it need not exist yet."""
    return Path(platformdirs.user_data_dir("thecal", appauthor=False)) / "cases"


@attrs.frozen
class Restored:
    """What was found for a series: its document if any, and what the user must be told.

    Where `read_only_reason` is not empty, a file is there that must not be replaced.
    """

    document: CaseDocument | None = None
    warning: str = ""
    read_only_reason: str = ""


@attrs.frozen
class CaseStore:
    """The folder of saved cases."""

    folder: Path

    def path(self, study: StudyReference) -> Path:
        """Return the file of a series; its name tells nothing of the patient."""
        return self.folder / f"{_digest(study.study_uid, study.series_uid, str(study.part))}.thecal"

    def lock_path(self, study: StudyReference) -> Path:
        """Return the lock file of a study, the same for all its series."""
        return self.folder / f"{_digest(study.study_uid or study.series_uid)}.lock"

    def lock(self, study: StudyReference) -> StudyLock:
        """Return the right to write a study; `CaseFileError` says why it cannot be had."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CaseFileError(
                "The folder of saved cases cannot be made, so this study is read-only.",
                f"Check {self.folder}.",
            ) from error
        return StudyLock(self.lock_path(study))

    def restore(self, study: StudyReference, *, writable: bool) -> Restored:
        """Return the saved case of a series; a damaged file is set aside, never replaced.

        Without the right to write (`writable`) nothing is moved.
        """
        path = self.path(study)
        if writable:
            _sweep(path)
        if not path.exists():
            return Restored()
        try:
            data = content(path)
        except CaseFileError as error:
            return Restored(read_only_reason=f"{error.message} This study is read-only.")
        try:
            return Restored(_parse_for(study, data))
        except NewerCaseFileError as error:
            return Restored(read_only_reason=f"{error.message} It opens read-only and empty here.")
        except CaseFileError as error:
            return _set_aside(path, error) if writable else Restored(warning=error.message)

    def remove(self, study_uid: str, progress: Progress = silent) -> int:
        """Remove the saved cases of all series of a study, damaged ones that were kept too; return how many.

        `CaseFileError` where the study is open somewhere or a file refuses; nothing else is touched.
        """
        if not study_uid or not self.folder.is_dir():
            return 0
        lock = self.lock(StudyReference(study_uid=study_uid))
        try:
            saved = sorted(self.folder.glob("*.thecal"))
            ours: list[Path] = []
            for number, path in enumerate(saved):
                progress(number / len(saved), "Looking for the saved case")
                if _study_of(path) == study_uid:
                    ours.append(path)
            for path in ours:
                _remove(path)
        finally:
            lock.release()
        return len(ours)


def _study_of(path: Path) -> str:
    """The study that a saved case belongs to; none that can be told for a damaged one."""
    try:
        return parse(content(path)).case.study.study_uid
    except CaseFileError:
        return ""


def _remove(path: Path) -> None:
    try:
        for one in (*path.parent.glob(f"{path.name}.damaged-*"), path):
            one.unlink(missing_ok=True)
    except OSError as error:
        raise CaseFileError(
            f"The saved case cannot be removed: {error.strerror}.", f"Check {path}."
        ) from error


def _parse_for(study: StudyReference, data: bytes) -> CaseDocument:
    document = parse(data)
    if (document.case.study.series_uid, document.case.study.part) != (study.series_uid, study.part):
        raise CaseFileError("The saved case belongs to other images.")
    return document


def _sweep(path: Path) -> None:
    """Remove what a killed program had half written; nobody else writes this study now."""
    for remains in path.parent.glob(atomic.remains_of(path)):
        with contextlib.suppress(OSError):
            remains.unlink()


def _set_aside(path: Path, error: CaseFileError) -> Restored:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    kept = path.with_name(f"{path.name}.damaged-{stamp}")
    try:
        path.rename(kept)
    except OSError:
        reason = f"{error.message} It cannot be moved aside, so this study is read-only."
        return Restored(read_only_reason=reason)
    return Restored(warning=f"{error.message} The saved case was kept as {kept.name}; this one starts empty.")


def _digest(*names: str) -> str:
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:32]
