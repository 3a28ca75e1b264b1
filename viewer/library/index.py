"""The index of opened studies: an SQLite file in the user's data folder.

Each call opens the file anew, so that several programs and threads can share it and a killed one
leaves nothing behind. A damaged file is put aside, which is told, and never repaired in place.
"""

import json
import re
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import attrs

from viewer.errors import LibraryError
from viewer.library.entry import Entry, Held, Noted
from viewer.model.study import Patient

_VERSION = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS study (
    study_uid TEXT PRIMARY KEY,
    name TEXT NOT NULL, patient_id TEXT NOT NULL, birth_date TEXT NOT NULL, sex TEXT NOT NULL,
    date TEXT NOT NULL, description TEXT NOT NULL, places TEXT NOT NULL, series_key TEXT NOT NULL,
    images INTEGER NOT NULL, noted TEXT NOT NULL, opened TEXT NOT NULL,
    held TEXT NOT NULL, searched TEXT NOT NULL
)
"""
_COLUMNS = [
    "study_uid",
    "name",
    "patient_id",
    "birth_date",
    "sex",
    "date",
    "description",
    "places",
    "series_key",
    "images",
    "noted",
    "opened",
    "held",
    "searched",
]
_PATIENCE_S = 5.0
_RENEWING = threading.Lock()
# "L4/5" is also looked for as "L4/L5".
_SHORT_DISC = re.compile(r"\b([CTLS])(\d+)/(\d+)\b")


def _say_nothing(_kept: Path) -> None:
    pass


@attrs.frozen
class Library:
    """The studies opened on this computer; every method raises `LibraryError` where the file refuses.

    `put_aside` is called, on the thread that found out, with the place of a file that was damaged.
    """

    file: Path
    put_aside: Callable[[Path], object] = attrs.field(default=_say_nothing, eq=False)

    def remember(self, entry: Entry) -> None:
        """Add a study, or renew what is known of it; what its case holds stays where nothing new is said."""
        with self._changing() as database:
            known = _find(database, entry.study_uid)
            if known is not None:
                entry = attrs.evolve(entry, noted=known.noting(*entry.noted).noted)
            if known is not None and known.held is Held.COPIED and known.here:
                entry = attrs.evolve(entry, held=known.held, places=known.places)
            _put(database, entry)

    def note(self, study_uid: str, noted: Noted) -> None:
        """Renew what a study is searched by after a case of it changed; nothing for an unknown study."""
        with self._changing() as database:
            known = _find(database, study_uid)
            if known is not None:
                _put(database, known.noting(noted))

    def move(self, study_uid: str, places: Sequence[Path], held: Held) -> None:
        """Say where a study's images are now."""
        with self._changing() as database:
            known = _find(database, study_uid)
            if known is None:
                raise LibraryError("This study is no longer in the library.", "Open its folder again.")
            _put(database, attrs.evolve(known, places=tuple(places), held=held))

    def find(self, study_uid: str) -> Entry | None:
        """Return a study, None if it is not in the library."""
        with self._opened() as database:
            return _find(database, study_uid)

    def search(self, text: str = "", most: int = 200) -> tuple[Entry, ...]:
        """Return the studies in which every word of a text occurs, those opened last first.

        Searched are name, id, date, description, regions and findings, without regard to case, accents
        or the order of words.
        """
        words = [f"%{_escaped(word)}%" for word in _plain(text).split()]
        where = " AND ".join(["searched LIKE ? ESCAPE '\\'"] * len(words)) or "1"
        statement = f"SELECT * FROM study WHERE {where} ORDER BY opened DESC, study_uid LIMIT ?"  # noqa: S608 - of constants
        if not self.file.parent.exists():
            # Looking makes no file.
            return ()
        with self._opened() as database:
            return tuple(_entry(row) for row in database.execute(statement, [*words, most]))

    def forget(self, study_uid: str) -> None:
        """Remove a study from the index; its files stay."""
        with self._opened() as database:
            database.execute("DELETE FROM study WHERE study_uid = ?", [study_uid])

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        """Keep others from writing between what is read here and what is written of it."""
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            yield database

    @contextmanager
    def _opened(self) -> Generator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            database = self._connected()
        except (sqlite3.Error, OSError) as error:
            raise _refused(self.file, error) from error
        try:
            with database:
                yield database
        except sqlite3.Error as error:
            if not _is_damage(error):
                raise _refused(self.file, error) from error
            self._renew(error)
        except (ValueError, TypeError) as error:
            self._renew(error)
        finally:
            database.close()

    def _connected(self) -> sqlite3.Connection:
        try:
            return _prepared(self.file)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        with _RENEWING:
            try:
                # Another thread may have begun a new one meanwhile.
                return _prepared(self.file)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                self._set_aside()
            return _prepared(self.file)

    def _renew(self, error: Exception) -> NoReturn:
        """Put aside a file that turned out to be damaged within; what is under way fails."""
        with _RENEWING, suppress(OSError):
            self._set_aside()
        raise LibraryError(
            "The library of opened studies was damaged; a new one is begun.", "Try again."
        ) from error

    def _set_aside(self) -> None:
        # What it held can still be opened by its folders.
        kept = self.file.with_suffix(".damaged")
        number = 1
        while kept.exists():
            number += 1
            kept = self.file.with_suffix(f".damaged-{number}")
        self.file.replace(kept)
        self.put_aside(kept)


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether a file is no database or a broken one, rather than busy, full or forbidden."""
    return type(error) is sqlite3.DatabaseError


def _prepared(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=_PATIENCE_S)
    try:
        database.row_factory = sqlite3.Row
        _brought_up(database)
    except BaseException:
        database.close()
        raise
    return database


def _brought_up(database: sqlite3.Connection) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise LibraryError("The library was made by a newer version of Thecal.", "Update this one to use it.")
    if version < _VERSION:
        database.execute(_TABLE)
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.commit()


def _put(database: sqlite3.Connection, entry: Entry) -> None:
    patient = entry.patient
    words = (
        patient.name.replace("^", " "),
        patient.shown_name,
        patient.patient_id,
        entry.date,
        entry.description,
        *entry.regions,
        *entry.findings,
        *(_SHORT_DISC.sub(r"\1\2/\1\3", words) for words in entry.findings),
    )
    values = (
        entry.study_uid,
        patient.name,
        patient.patient_id,
        patient.birth_date,
        patient.sex,
        entry.date,
        entry.description,
        json.dumps([str(place) for place in entry.places]),
        entry.series_key,
        entry.images,
        json.dumps([attrs.astuple(one) for one in entry.noted]),
        entry.opened,
        entry.held.value,
        _plain(" ".join(words)),
    )
    marks = ", ".join("?" * len(_COLUMNS))
    database.execute(f"INSERT OR REPLACE INTO study ({', '.join(_COLUMNS)}) VALUES ({marks})", values)  # noqa: S608 - of constants


def _find(database: sqlite3.Connection, study_uid: str) -> Entry | None:
    row = database.execute("SELECT * FROM study WHERE study_uid = ?", [study_uid]).fetchone()
    return None if row is None else _entry(row)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        study_uid=row["study_uid"],
        patient=Patient(row["name"], row["patient_id"], row["birth_date"], row["sex"]),
        date=row["date"],
        description=row["description"],
        places=tuple(Path(place) for place in json.loads(row["places"])),
        series_key=row["series_key"],
        images=row["images"],
        noted=tuple(
            Noted(key, tuple(regions), tuple(findings)) for key, regions, findings in json.loads(row["noted"])
        ),
        opened=row["opened"],
        held=Held(row["held"]),
    )


def _plain(text: str) -> str:
    """The text as it is compared: without case and accents, every form of a character alike."""
    parted = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in parted if not unicodedata.combining(c))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _refused(file: Path, error: Exception) -> LibraryError:
    return LibraryError(
        f"The library of opened studies cannot be used: {error}.",
        f"Check {file}; studies can still be opened by their folders.",
    )
