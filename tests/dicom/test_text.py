"""Names and dates are read as they were meant, in every script and as badly as they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.dicom.text import decode, iso_date, iso_time, person_name
from viewer.model.study import Patient

# The examples of PS3.5 annexes H, I, J and K, and one name for each single-byte set.
NAMES = [
    ("", b"Smith^John", "Smith^John"),
    ("ISO_IR 6", b"Smith^John", "Smith^John"),
    ("ISO_IR 100", "Müller^Jörg".encode("latin-1"), "Müller^Jörg"),
    ("ISO_IR 101", "Dvořák^Jiří".encode("iso8859_2"), "Dvořák^Jiří"),
    ("ISO_IR 109", "Ħ^Ġorġ".encode("iso8859_3"), "Ħ^Ġorġ"),
    ("ISO_IR 110", "Bērziņš^Jānis".encode("iso8859_4"), "Bērziņš^Jānis"),
    ("ISO_IR 126", "Διονυσιος".encode("iso8859_7"), "Διονυσιος"),
    ("ISO_IR 127", "قباني^لنزار".encode("iso8859_6"), "قباني^لنزار"),
    ("ISO_IR 138", "שרון^דבורה".encode("iso8859_8"), "שרון^דבורה"),
    ("ISO_IR 144", "Люксембург".encode("iso8859_5"), "Люксембург"),
    ("ISO_IR 148", "Çavuşoğlu^İnci".encode("iso8859_9"), "Çavuşoğlu^İnci"),
    ("ISO_IR 166", "นามสกุล^ชื่อ".encode("tis_620"), "นามสกุล^ชื่อ"),
    ("ISO_IR 192", "Wang^XiaoDong=王^小東".encode(), "Wang^XiaoDong=王^小東"),
    ("ISO_IR 203", "Œuvrard^€va".encode("iso8859_15"), "Œuvrard^€va"),
    ("GB18030", "Wang^XiaoDong=王^小东".encode("gb18030"), "Wang^XiaoDong=王^小东"),
    ("GBK", "王^小东".encode("gbk"), "王^小东"),
    ("ISO_IR 13", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
    (
        "\\ISO 2022 IR 87",
        b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
    ),
    (
        "ISO 2022 IR 13\\ISO 2022 IR 87",
        b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
        "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    ),
    ("\\ISO 2022 IR 159", b"\x1b$(D0!\x1b(B", "丂"),
    (
        "\\ISO 2022 IR 149",
        b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
        "Hong^Gildong=洪^吉洞=홍^길동",
    ),
    ("\\ISO 2022 IR 58", b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab", "Zhang^XiaoDong=张^小东"),
    (
        "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
        b"Buc^J\xe9r\xf4me=\x1b-L\xbb\xee\xda^\x1b-F\xc4\xe9",
        "Buc^Jérôme=Люк^Δι",
    ),
    # A delimiter ends a set: what follows is in the first one again.
    ("ISO 2022 IR 100\\ISO 2022 IR 144", b"\x1b-L\xbb\xee\xda^J\xe9r\xf4me", "Люк^Jérôme"),
]
# What the standard does not allow and hospitals hand over all the same.
MENDED = [
    ("", "Müller^Jörg".encode(), "Müller^Jörg"),
    ("", "Müller^Jörg".encode("latin-1"), "Müller^Jörg"),
    ("ISO_IR 192", "Müller^Jörg".encode("latin-1"), "Müller^Jörg"),
    ("ISO-IR 192", "山田^太郎".encode(), "山田^太郎"),
    ("UTF-8", "山田^太郎".encode(), "山田^太郎"),
    ("ISO IR 101", "Dvořák".encode("iso8859_2"), "Dvořák"),
    ("ISO_IR 100", b"\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", "山田^太郎"),
    ("\\ISO 2022 IR 149", b"\x1b$)C\xc8\xab^\xb1\xe6\xb5\xbf", "홍^길동"),
    ("ISO 2022 IR 149", "홍^길동".encode("euc_kr"), "홍^길동"),
    ("NO SUCH SET", "Müller".encode("latin-1"), "Müller"),
]


@pytest.mark.parametrize(("character_set", "encoded", "name"), NAMES + MENDED)
def test_a_name_is_read_in_its_script(character_set, encoded, name):
    assert decode(encoded, character_set.encode()) == name


@given(value=st.binary(max_size=60), character_set=st.sampled_from([one for one, _, _ in NAMES]))
def test_any_bytes_give_printable_text(value, character_set):
    assert decode(value, character_set.encode()).isprintable()


@pytest.mark.parametrize(
    ("stored", "kept", "shown"),
    [
        ("Smith^John^^Dr^", "Smith^John^^Dr", "Smith, John Dr"),
        ("Smith^John^^^==", "Smith^John", "Smith, John"),
        ("Smith", "Smith", "Smith"),
        (
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "Yamada, Tarou (山田 太郎)",
        ),
        ("=山田^太郎", "=山田^太郎", "山田 太郎"),
        ("==やまだ^たろう", "==やまだ^たろう", "やまだ たろう"),
        ("山田^太郎", "山田^太郎", "山田, 太郎"),
        ("^^^^", "", ""),
        ("^John", "^John", "John"),
    ],
)
def test_a_name_is_shown_as_it_is_read(stored, kept, shown):
    assert person_name(stored) == kept
    assert Patient(person_name(stored)).shown_name == shown


@pytest.mark.parametrize(
    ("stored", "date"),
    [
        ("20260131", "2026-01-31"),
        ("2026.01.31", "2026-01-31"),
        ("2026-01-31", "2026-01-31"),
        ("20260131120000", "2026-01-31"),
        ("20261331", ""),
        ("20260230", ""),
        ("00000000", ""),
        ("2026", ""),
        ("unknown", ""),
        ("²⁰²⁶⁰¹³¹", ""),
        ("", ""),
    ],
)
def test_a_date_is_a_real_day_or_nothing(stored, date):
    assert iso_date(stored) == date


@pytest.mark.parametrize(
    ("stored", "time"),
    [
        ("140539.425", "14:05:39"),
        ("14:05:39", "14:05:39"),
        ("1405", "14:05:00"),
        ("14", ""),
        ("250000", ""),
        ("146100", ""),
        ("noon", ""),
        ("", ""),
    ],
)
def test_a_time_is_a_real_one_or_nothing(stored, time):
    assert iso_time(stored) == time
