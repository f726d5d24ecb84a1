"""Loading: one export at a time, all or nothing, counted to the last row."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from coursehouse.errors import Refused
from coursehouse.home import Home
from small_exports import EPOCHS, SmallWarehouse, courses, payments, write_export


@pytest.fixture
def june(tmp_path: Path) -> Path:
    return write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        courses=courses("c1"),
        users_courses__certificate_payments=payments(("u1", "c1", "f"), ("u2", "c1", "t")),
    )


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """An export whose rows do not compress: about 3 MB of Parquet."""
    numbers = random.Random(1)
    rows = [(f"{numbers.getrandbits(256):x}", f"{numbers.getrandbits(256):x}") for _ in range(50_000)]
    return write_export(tmp_path / f"large_{EPOCHS['july']}", users=[("jhu_user_id", "country_cd"), *rows])


def test_loading_twice_is_loading_once(house: SmallWarehouse, june: Path) -> None:
    [first] = house.load(june)
    before = house.state()
    [second] = house.load(june)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.entry == first.entry
    assert house.state() == before


def test_zip_and_folder_of_the_same_bytes_are_one_export(
    house: SmallWarehouse, tmp_path: Path, june: Path
) -> None:
    packed = shutil.make_archive(str(tmp_path / "packed" / "another_name"), "zip", june.parent, june.name)
    [first] = house.load(june)
    [second] = house.load(Path(packed))
    assert not second.is_new
    assert second.entry == first.entry
    assert len(house.entries()) == 1


def test_the_same_input_twice_in_one_command_is_one_export(house: SmallWarehouse, june: Path) -> None:
    assert [one.is_new for one in house.load(june, june)] == [True, False]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"snapshot_at": datetime(2020, 1, 1)}, "--snapshot-at"),
        ({"scope": "other"}, "--scope"),
        ({"null_strings": ("NA",)}, "--null-string"),
    ],
)
def test_loading_again_with_other_options_is_refused(
    house: SmallWarehouse, june: Path, options: dict[str, object], name: str
) -> None:
    house.load(june)
    before = house.state()
    with pytest.raises(Refused, match=f"another {name}.*coursehouse remove"):
        house.load(june, **options)
    assert house.state() == before


def test_loading_again_with_the_recorded_options_is_no_change(house: SmallWarehouse, june: Path) -> None:
    options = {"snapshot_at": datetime(2020, 1, 1), "scope": "other", "null_strings": ("NA",)}
    house.load(june, **options)
    assert not house.load(june, **options)[0].is_new
    [entry] = house.entries()
    assert (entry.snapshot_at, entry.snapshot_source, entry.scope) == (
        datetime(2020, 1, 1),
        "option",
        "other",
    )


def test_refused_input_takes_the_inputs_before_it_back(
    house: SmallWarehouse, tmp_path: Path, june: Path
) -> None:
    nothing = write_export(tmp_path / "nothing")
    with pytest.raises(Refused):
        house.load(june, nothing)
    assert not house.root.exists()

    house.load(june)
    before = house.state()
    july = write_export(tmp_path / f"alpha_{EPOCHS['july']}", courses=courses("c2"))
    with pytest.raises(Refused, match="another --scope"):
        house.load(july, june, scope="other")
    assert house.state() == before


def test_counts_of_the_ledger_add_up(house: SmallWarehouse, tmp_path: Path) -> None:
    damaged = write_export(
        tmp_path / f"alpha_{EPOCHS['june']}",
        courses='course_id,course_slug\n"c1","one"\n"c2"\n"c3","three"\n',
        users_courses__certificate_payments=payments(("u1", "c1", "maybe"), ("u2", "c1", "t")),
    )
    [loaded] = house.load(damaged)
    assert (loaded.entry.rows_read, loaded.entry.rows_landed, loaded.entry.rows_rejected) == (5, 4, 1)
    assert loaded.entry.cells_nulled == 1
    assert loaded.entry.course_ids == ("c1", "c3")
    assert house.query(
        "select table_name, row_number, column_name, text from landing.rejects order by all"
    ) == [
        ("courses", 2, None, '"c2"'),
        ("users_courses__certificate_payments", 1, "was_payment", "maybe"),
    ]


def test_second_load_at_the_same_time_is_refused(house: SmallWarehouse, june: Path) -> None:
    house.load(june)
    before = house.state()
    with Home(house.root).exclusive():
        for command in (("load", "coursera", june), ("remove", "x"), ("register",)):
            ended = house.run(*command)
            assert ended.returncode == 2
            assert "is changing the warehouse" in ended.stderr
    assert house.state() == before


def test_duckdb_file_open_elsewhere_is_refused(house: SmallWarehouse, tmp_path: Path, june: Path) -> None:
    house.load(june)
    before = house.state()
    july = write_export(tmp_path / f"alpha_{EPOCHS['july']}", courses=courses("c2"))
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(1, flush=True); input()"
    )
    command = [sys.executable, "-c", script, str(house.root / "coursehouse.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None and reader.stdout is not None
        reader.stdout.readline()
        ended = house.run("load", "coursera", july)
        reader.stdin.write("\n")
        reader.stdin.flush()
    assert ended.returncode == 2
    assert "Another program has" in ended.stderr
    assert house.state() == before
    assert house.run("load", "coursera", july).returncode == 0


@pytest.mark.parametrize("kilobytes", [16, 64, 512, 2048])
def test_file_that_may_not_grow_is_a_full_disk(
    house: SmallWarehouse, june: Path, large: Path, kilobytes: int
) -> None:
    house.load(june)
    before = house.state()
    limit = kilobytes * 1024
    ended = house.run(
        "load",
        "coursera",
        large,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert ended.returncode == 2, ended.stderr
    assert "no space left" in ended.stderr
    assert len(ended.stderr.splitlines()) < 10
    assert house.state() == before
    assert house.run("load", "coursera", large).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets no small disk be mounted")
    return folder


def test_full_disk_leaves_the_warehouse_as_it_was(small_disk: Path, june: Path, large: Path) -> None:
    try:
        house = SmallWarehouse(small_disk / "warehouse")
        assert house.run("load", "coursera", june).returncode == 0
        before = house.state()
        ended = house.run("load", "coursera", large)
        assert ended.returncode == 2, ended.stderr
        assert "no space left" in ended.stderr
        assert house.state() == before
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)


def test_folder_without_permission_is_refused(tmp_path: Path, june: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    if os.geteuid() != 0:
        blocked = tmp_path / "closed"
        blocked.mkdir(mode=0o500)
    ended = SmallWarehouse(blocked / "warehouse").run("load", "coursera", june)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
