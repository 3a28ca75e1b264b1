"""Who may write the case of a study: the first Thecal to open it, until it closes or dies."""

from pathlib import Path

from filelock import FileLock, Timeout

from viewer.errors import CaseFileError


class StudyLock:
    """A kernel lock on a file, held from construction to `release` or the end of the process.

    Raises `CaseFileError` where another one holds it or where no lock can be had.
    """

    def __init__(self, path: Path) -> None:
        # Not bound to the thread that took it: it may be released from any.
        self._lock = FileLock(path, timeout=0, thread_local=False, fallback_to_soft=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise CaseFileError(
                "This study is open in another Thecal, so here it is read-only.",
                "Close it there and open it again here to edit.",
            ) from error
        except (OSError, NotImplementedError) as error:
            raise CaseFileError(
                "The folder of saved cases cannot be written to, so this study is read-only.",
                f"Check {path.parent}.",
            ) from error

    def release(self) -> None:
        """Let another Thecal edit the study; harmless when done twice."""
        self._lock.release()
