"""Archives that are unsafe, damaged or cut are refused with one sentence and the remedy."""

from __future__ import annotations

import gzip
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.settings import Settings

from .folders import USERS, folder, open_export, rows_of, zipped

NOISE = random.Random(5).randbytes(40_000).hex().encode()
LONG_USERS = b"jhu_user_id,country_cd\n" + b"".join(
    b'"%s","FR"\n' % NOISE[index : index + 16] for index in range(0, len(NOISE), 16)
)


def read_all(path: Path, settings: Settings | None = None) -> None:
    rows_of(open_export(path, settings=settings))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_reads_as_its_folder_does(tmp_path: Path, compression: int) -> None:
    files = {"x/users.csv": LONG_USERS, "x/deep/courses.csv.gz": gzip.compress(b'course_id\n"c1"\n')}
    inside = open_export(zipped(tmp_path / "x.zip", files, compression=compression))
    beside = open_export(folder(tmp_path / "y", files))
    assert rows_of(inside) == rows_of(beside)
    assert len(rows_of(inside)["users"]) == 5000
    for one, other in zip(
        inside.files, sorted(beside.files, key=lambda each: each.source_file != "users.csv"), strict=True
    ):
        assert (one.source_file, one.sha256(), one.size_bytes) == (
            other.source_file,
            other.sha256(),
            other.size_bytes,
        )


def test_a_file_that_is_no_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(b"<html>Sign in</html>")
    with pytest.raises(Refused, match="is not a zip archive"):
        open_export(path)


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="does not exist"):
        open_export(tmp_path / "nothing.zip")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
def test_a_zip_that_is_cut_off(tmp_path: Path, kept: float) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": LONG_USERS})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Refused, match="cut off or damaged"):
        open_export(path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_flipped_byte_is_found_while_reading(tmp_path: Path, place: float, compression: int) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": LONG_USERS}, compression=compression)
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x55
    path.write_bytes(data)
    with pytest.raises(Refused, match=r"users\.csv"):
        read_all(path)


def test_a_member_that_is_longer_than_stated(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": LONG_USERS})
    data = path.read_bytes()
    directory = data.rindex(b"PK\x01\x02")
    size = struct.pack("<I", len(LONG_USERS) - 1000)
    path.write_bytes(data[: directory + 24] + size + data[directory + 28 :])
    with pytest.raises(Refused, match="longer than the archive says"):
        read_all(path)


@pytest.mark.parametrize(
    "name", ["../users.csv", "a/../../users.csv", "/tmp/users.csv", "C:/users.csv", "a\\users.csv"]
)
def test_a_member_that_leads_out_of_the_archive(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": USERS, name: USERS})
    with pytest.raises(Refused, match="leads out of the archive"):
        open_export(path)


def test_a_link_inside_a_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": USERS})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("courses.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="symbolic link"):
        open_export(path)


def test_an_encrypted_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": USERS})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(Refused, match="encrypted"):
        open_export(path)


def test_a_compression_method_that_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": USERS}, compression=zipfile.ZIP_LZMA)
    with pytest.raises(Refused, match="compression method 14"):
        open_export(path)


def test_a_member_that_is_there_twice(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": USERS})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("users.csv", USERS)
    with pytest.raises(Refused, match="twice"):
        open_export(path)


BOMB = b"jhu_user_id,country_cd\n" + b'"u","FR"\n' * 500_000


def test_a_zip_bomb_by_its_stated_size(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"users.csv": BOMB})
    with pytest.raises(Refused, match="200 times"):
        open_export(path)
    open_export(path, settings=Settings(home=tmp_path, archive_ratio=5000))


def test_a_gz_bomb_by_the_bytes_really_read(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", {"users.csv.gz": gzip.compress(BOMB)})
    with pytest.raises(Refused, match="200 times"):
        read_all(path)


def test_more_bytes_than_allowed(tmp_path: Path) -> None:
    files = {"users.csv": LONG_USERS, "courses.csv": b"course_id\n" + b'"c"\n' * 1000}
    settings = Settings(home=tmp_path, archive_bytes=len(LONG_USERS))
    with pytest.raises(Refused, match="COURSEHOUSE_ARCHIVE_BYTES"):
        open_export(zipped(tmp_path / "x.zip", files), settings=settings)


@pytest.mark.parametrize("kept", [10, 5000, -9, -1])
def test_a_damaged_gz(tmp_path: Path, kept: int) -> None:
    path = folder(tmp_path / "x", {"users.csv.gz": gzip.compress(LONG_USERS)[:kept]})
    with pytest.raises(Refused, match=r"users\.csv\.gz"):
        read_all(path)


def test_a_gz_of_several_members_with_padding(tmp_path: Path) -> None:
    half = len(LONG_USERS) // 2
    data = gzip.compress(LONG_USERS[:half]) + gzip.compress(LONG_USERS[half:]) + b"\0" * 600
    path = folder(tmp_path / "x", {"users.csv.gz": data})
    assert len(rows_of(open_export(path))["users"]) == 5000


def test_a_gz_with_other_bytes_behind_it(tmp_path: Path) -> None:
    path = folder(tmp_path / "x", {"users.csv.gz": gzip.compress(USERS) + b"more"})
    with pytest.raises(Refused, match="other bytes behind"):
        read_all(path)


def test_links_in_a_folder_are_reported_and_not_followed(tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", {"courses.csv": b"course_id\n", "more/users.csv": USERS})
    path = folder(tmp_path / "x", {"users.csv": USERS})
    (path / "courses.csv").symlink_to(outside / "courses.csv")
    (path / "more").symlink_to(outside / "more")
    export = open_export(path)
    assert [file.source_file for file in export.files] == ["users.csv"]
    assert {each.source_file for each in export.ignored} == {"courses.csv", "more"}
