"""Zip archives open like folders, and none can reach out of its place, fill the disk or hang."""

import io
import stat
import zipfile

import numpy as np
import pytest

from viewer.dicom.load import load
from viewer.errors import ArchiveError
from viewer.intake import archive as archive_module
from viewer.intake.archive import forget_old, unpack


@pytest.fixture
def packed(tmp_path, files):
    """An archive of the series, with more members if given."""

    def pack(name="study.zip", more=(), compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", compression) as archive:
            for file in files:
                archive.write(file, f"DICOM/{file.name}")
            for member, content in more:
                archive.writestr(member, content)
        return path

    return pack


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_an_archive_opens_like_its_folder(packed, found, volume, compression, only):
    series = only(found(packed(compression=compression)))
    np.testing.assert_array_equal(load(series).hu, volume.hu)


def test_an_archive_in_a_folder_is_opened_too(packed, found, tmp_path, volume, only):
    inner = packed()
    (tmp_path / "export").mkdir()
    inner.rename(tmp_path / "export" / inner.name)
    catalogue = found(tmp_path / "export")
    np.testing.assert_array_equal(load(only(catalogue)).hu, volume.hu)
    assert catalogue.skipped == ()


def test_an_archive_in_an_archive_is_opened(packed, found, tmp_path, volume, only):
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(packed(), "sent/inner.zip")
        archive.writestr("readme.txt", "hello")
    catalogue = found(outer)
    np.testing.assert_array_equal(load(only(catalogue)).hu, volume.hu)
    assert [str(one.path.relative_to(tmp_path)) for one in catalogue.skipped] == ["outer.zip/readme.txt"]


def test_a_study_in_two_archives_is_one_series(tmp_path, files, found, volume, only):
    for name, half in (("one.zip", files[:3]), ("two.zip", files[3:])):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for file in half:
                archive.write(file, file.name)
    series = only(found(tmp_path / "one.zip", tmp_path / "two.zip"))
    np.testing.assert_array_equal(load(series).hu, volume.hu)


@pytest.mark.parametrize("name", ["../../evil.dcm", "/etc/evil.dcm", "..\\..\\evil.dcm", "C:\\evil.dcm"])
def test_a_member_never_lands_outside(packed, found, tmp_path, cache, name, only):
    before = {path for path in tmp_path.rglob("*") if cache not in path.parents}
    archive = packed(more=[(name, b"evil")])
    catalogue = found(archive)
    assert only(catalogue).usable
    after = {path for path in tmp_path.rglob("*") if cache not in path.parents}
    assert after - before <= {archive, cache}


def test_a_climbing_name_is_told(packed, found):
    (skipped,) = found(packed(more=[("../../evil.dcm", b"evil")])).skipped
    assert skipped.path.name == "evil.dcm"
    assert "leads out of the archive" in skipped.reason


def test_a_link_in_an_archive_is_told_and_not_followed(packed, found):
    link = zipfile.ZipInfo("link.dcm")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (skipped,) = found(packed(more=[(link, "/etc/passwd")])).skipped
    assert "links are not followed" in skipped.reason


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, cache, monkeypatch):
    monkeypatch.setattr(archive_module, "_SUSPICIOUS_BYTES", 1 << 20)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(16 << 20))
    with pytest.raises(ArchiveError, match="made to fill the disk"):
        unpack(bomb, cache)
    assert not [path for path in cache.rglob("*") if path.name == "zeros"]


def test_an_archive_larger_than_allowed_is_refused(packed, cache, monkeypatch):
    monkeypatch.setattr(archive_module, "MOST_BYTES", 1000)
    with pytest.raises(ArchiveError, match="would unpack to"):
        unpack(packed(), cache)


def test_an_archive_that_does_not_fit_the_disk_is_refused(packed, cache, monkeypatch):
    monkeypatch.setattr(archive_module, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(ArchiveError, match="are free"):
        unpack(packed(), cache)


def test_a_member_that_lies_about_its_size_is_left_out(packed, found, volume, only):
    archive = packed(more=[("liar.dcm", b"x" * 1000)], compression=zipfile.ZIP_STORED)
    content = archive.read_bytes()
    # The size in the central directory, which is what readers go by.
    place = content.rfind(b"liar.dcm") - 46 + 24
    archive.write_bytes(content[:place] + (10).to_bytes(4, "little") + content[place + 4 :])
    catalogue = found(archive)
    assert only(catalogue).usable
    assert [one.path.name for one in catalogue.skipped] == ["liar.dcm"]


def test_a_damaged_member_is_left_out_and_the_rest_opens(packed, found, only):
    archive = packed(compression=zipfile.ZIP_STORED)
    content = bytearray(archive.read_bytes())
    content[400] ^= 0xFF
    archive.write_bytes(bytes(content))
    catalogue = found(archive)
    assert len(only(catalogue).files) == 5
    (skipped,) = catalogue.skipped
    assert "damaged" in skipped.reason


def test_an_archive_cut_short_is_refused_in_words(packed, found):
    archive = packed()
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ArchiveError, match=r"study\.zip is a damaged zip archive"):
        found(archive)


def test_an_archive_is_unpacked_once(packed, cache):
    archive = packed()
    first = unpack(archive, cache)
    (first.folder / "DICOM").joinpath("IM00001.dcm").touch()
    marks = {path: path.stat().st_mtime_ns for path in first.folder.rglob("*.dcm")}
    assert unpack(archive, cache).folder == first.folder
    assert {path: path.stat().st_mtime_ns for path in first.folder.rglob("*.dcm")} == marks


def test_what_a_system_cleaned_away_is_unpacked_again(packed, cache):
    archive = packed()
    lost = next(unpack(archive, cache).folder.rglob("*.dcm"))
    lost.unlink()
    unpack(archive, cache)
    assert lost.exists()


def test_what_was_not_used_for_days_is_forgotten(packed, cache):
    folder = unpack(packed(), cache).folder
    forget_old(cache, days=1)
    assert folder.exists()
    forget_old(cache, days=-1)
    assert not folder.exists()


def test_the_archive_is_never_changed(packed, found):
    archive = packed()
    before = archive.read_bytes()
    found(archive)
    assert archive.read_bytes() == before


def test_names_that_no_file_system_takes_are_unpacked(tmp_path, files, found, only):
    archive = tmp_path / "odd.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for number, file in enumerate(files):
            opened.write(file, f'sér<ie>/im:{number}?".  ')
    assert len(only(found(archive)).files) == len(files)


def test_an_encrypted_member_is_told(packed, found):
    archive = packed(more=[("secret.dcm", b"x" * 100)])
    content = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.rfind(signature, 0, content.rfind(b"secret.dcm"))
        start = content.find(b"secret.dcm") - 30 if signature == b"PK\x03\x04" else start
        content[start + offset] |= 1
    archive.write_bytes(bytes(content))
    (skipped,) = found(archive).skipped
    assert "encrypted" in skipped.reason


def test_random_damage_gives_a_sentence_or_what_is_left(packed, cache):
    content = packed().read_bytes()
    random = np.random.default_rng(1)
    told = []
    for number in range(60):
        broken = bytearray(content)
        for place in random.integers(0, len(content), 8):
            broken[place] = int(random.integers(0, 256))
        path = packed(f"broken{number}.zip")
        path.write_bytes(bytes(broken))
        try:
            unpack(path, cache)
        except ArchiveError as error:
            told.append(path.name in str(error))
    assert told
    assert all(told)


def test_an_empty_archive_is_nothing(tmp_path, found):
    path = tmp_path / "empty.zip"
    with io.BytesIO() as buffer:
        zipfile.ZipFile(buffer, "w").close()
        path.write_bytes(buffer.getvalue())
    assert found(path).studies == ()
