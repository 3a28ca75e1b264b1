"""Whatever paths a user gives, looked through: folders, files, discs and archives."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import attrs
import platformdirs

from viewer.dicom.scan import scan as scan_dicom
from viewer.dicom.suggestion import with_suggestion
from viewer.errors import ArchiveError, FormatError
from viewer.formats.read import describe, is_volume_file
from viewer.intake.archive import MOST_BYTES, allowed_bytes, forget_old, is_archive, unpack
from viewer.model.study import Catalogue, Rejected
from viewer.progress import Progress, part, silent

# An archive within an archive is opened; what is packed deeper is not looked for.
_DEEPEST = 3
_TOO_DEEP = "This archive lies too deep in other archives; unpack it yourself and open the folder."


def cache_folder() -> Path:
    """Return where archives are unpacked."""
    return Path(platformdirs.user_cache_dir("thecal", appauthor=False)) / "unpacked"


def scan(paths: Sequence[Path], progress: Progress = silent, cache: Path | None = None) -> Catalogue:
    """Return the studies under paths and what was skipped, with its reason.

    A folder is read at any depth, archives in it too; a file stands for its series, a DICOMDIR for its
    disc. `DicomError` if a path does not exist, `ArchiveError` if the only path is an archive that
    cannot be used.
    """
    places = _Places(cache or cache_folder())
    forget_old(places.cache)
    given = [path for path in paths if not (path.is_file() and is_archive(path))]
    for archive in (path for path in paths if path not in given):
        places.unpack(archive, progress, must=len(paths) == 1)
    catalogue = Catalogue()
    for depth in range(_DEEPEST):
        folders = [*given, *places.origins]
        catalogue = scan_dicom(folders, progress) if folders else catalogue
        inner = [one.path for one in catalogue.skipped if one.path not in places.tried]
        inner = [path for path in inner if is_archive(path)]
        if not inner:
            break
        for archive in inner:
            if depth + 1 < _DEEPEST:
                places.unpack(archive, progress)
            else:
                places.leave(archive)
    return places.told(_with_volume_files(catalogue))


@attrs.define
class _Places:
    """Where archives were unpacked to, and which archive, as the user knows it, each folder comes from."""

    cache: Path
    origins: dict[Path, Path] = attrs.Factory(dict)
    tried: set[Path] = attrs.Factory(set)
    rejected: list[Rejected] = attrs.Factory(list)
    outermost: dict[Path, Path] = attrs.Factory(dict)
    grown: Counter[Path] = attrs.Factory(Counter)

    def unpack(self, archive: Path, progress: Progress, *, must: bool = False) -> None:
        self.tried.add(archive)
        shown = self.shown(archive)
        try:
            outer = self._outermost(archive)
            # All packed within one archive counts against it, so that no nesting fills the disk.
            left = min(allowed_bytes(outer) - self.grown[outer], MOST_BYTES - self.grown.total())
            unpacked = unpack(archive, self.cache, part(progress, 0.0, 0.5), left)
        except ArchiveError as error:
            if must:
                raise
            self.rejected.append(Rejected(shown, str(error)))
            return
        except OSError as error:
            self.rejected.append(Rejected(shown, f"{shown.name} cannot be read: {error.strerror or error}."))
            return
        self.origins[unpacked.folder] = shown
        self.outermost[unpacked.folder] = outer
        self.grown[outer] += unpacked.size_bytes
        self.rejected += [attrs.evolve(one, path=shown / one.path.name) for one in unpacked.rejected]

    def leave(self, archive: Path) -> None:
        """Leave an archive packed that lies too deep in others."""
        self.tried.add(archive)
        self.rejected.append(Rejected(self.shown(archive), _TOO_DEEP))

    def _outermost(self, archive: Path) -> Path:
        """Return the archive that the user has, within which this one was packed, or the archive itself."""
        inside = (outer for folder, outer in self.outermost.items() if archive.is_relative_to(folder))
        return next(inside, archive)

    def shown(self, path: Path) -> Path:
        """Return a path as the user knows it: inside the archive."""
        for folder, archive in self.origins.items():
            if path.is_relative_to(folder):
                return archive / path.relative_to(folder)
        return path

    def told(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with what was skipped named as the user knows it."""
        skipped = [one for one in catalogue.skipped if one.path not in self.tried]
        named = [attrs.evolve(one, path=self.shown(one.path)) for one in skipped]
        return attrs.evolve(catalogue, skipped=(*named, *self.rejected))


def _with_volume_files(catalogue: Catalogue) -> Catalogue:
    """The catalogue with the volume files of other programs that no DICOM reader knows."""
    studies = list(catalogue.studies)
    skipped: list[Rejected] = []
    for one in catalogue.skipped:
        if not is_volume_file(one.path):
            skipped.append(one)
            continue
        try:
            studies.append(describe(one.path))
        except FormatError as error:
            skipped.append(attrs.evolve(one, reason=str(error)))
    if len(studies) == len(catalogue.studies):
        return attrs.evolve(catalogue, skipped=tuple(skipped))
    return with_suggestion(attrs.evolve(catalogue, studies=tuple(studies), skipped=tuple(skipped)))
