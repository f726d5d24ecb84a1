"""Exports in an object store: read as from a disk, and one sentence for every fault."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coursehouse.errors import Refused
from coursehouse.platforms.files.containers import Container, open_container, sha256_of
from coursehouse.platforms.files.object_store import READ_AHEAD_BYTES
from coursehouse.platforms.files.streams import pieces
from coursehouse.settings import Settings
from small_exports import SmallWarehouse
from small_packages import DEMO, course_files, enrollments, users, write_files, zip_of

FILES = course_files(DEMO, auth_user=users(1, 2), student_courseenrollment=enrollments(DEMO, 1, 2))
BUCKET = "university-exports"
STORE = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
}

Put = Callable[[str, bytes], None]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a store that runs on this machine, and ends with the tests."""
    moto = pytest.importorskip("moto.server")
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def put(server: str, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts an object into the bucket; the environment says where the store is."""
    import boto3

    for name, value in (STORE | {"AWS_ENDPOINT_URL": server}).items():
        monkeypatch.setenv(name, value)
    client: Any = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    return lambda key, data: client.put_object(Bucket=BUCKET, Key=key, Body=data)


def at(key: str) -> Path:
    return Path(f"s3://{BUCKET}/{key}")


def opened(path: Path, tmp_path: Path) -> Container:
    return open_container(path, Settings(home=tmp_path))


def contents(container: Container) -> dict[str, bytes]:
    return {member.path: b"".join(pieces(container.open(member))) for member in container.members}


def test_a_zip_reads_as_from_a_disk(put: Put, tmp_path: Path) -> None:
    large = b"".join(b"%d\t%x\n" % (number, hash(str(number))) for number in range(400_000))
    assert len(large) > READ_AHEAD_BYTES
    path = zip_of(tmp_path / "UniX-2023-03-05.zip", FILES | {"large.sql": large})
    put("deep/UniX-2023-03-05.zip", path.read_bytes())
    stored, local = opened(at("deep/UniX-2023-03-05.zip"), tmp_path), opened(path, tmp_path)
    assert stored.name == local.name == "UniX-2023-03-05"
    assert stored.members == local.members
    assert contents(stored) == contents(local)
    for one, other in zip(stored.members, local.members, strict=True):
        assert sha256_of(stored, one) == sha256_of(local, other)


def test_a_folder_and_a_file_read_as_from_a_disk(put: Put, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "UniX-2023-03-05", FILES | {"ora/x.sql": b"id\n"})
    for path in folder.rglob("*.sql"):
        put(f"packages/UniX-2023-03-05/{path.relative_to(folder).as_posix()}", path.read_bytes())
    put("packages/UniX-2023-03-05-other/y.sql", b"id\n")
    put("packages/UniX-2023-03-05/", b"")
    stored = opened(at("packages/UniX-2023-03-05/"), tmp_path)
    assert stored.name == "UniX-2023-03-05"
    assert contents(stored) == contents(opened(folder, tmp_path))
    one = opened(at("packages/UniX-2023-03-05/ora/x.sql"), tmp_path)
    assert (one.name, contents(one)) == ("ora", {"x.sql": b"id\n"})


def test_another_process_can_read_an_object(put: Put, tmp_path: Path) -> None:
    for name, data in FILES.items():
        put(f"many/{name}", data)
    container = opened(at("many"), tmp_path)
    for member in container.members:
        alone = pickle.loads(pickle.dumps(container.alone(member)))
        assert contents(alone) == {member.path: FILES[member.path]}


def test_a_package_loads_from_a_store(put: Put, server: str, house: SmallWarehouse, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "UniX-2023-04-05.zip", FILES)
    put("UniX-2023-04-05.zip", path.read_bytes())
    environment = {**house.environment, **STORE, "AWS_ENDPOINT_URL": server}
    ended = house.run("load", "edx", f"s3://{BUCKET}/UniX-2023-04-05.zip", environment=environment)
    assert ended.returncode == 0, ended.stderr
    assert house.query("select file_course_id, id from edx.auth_user order by all") == [(DEMO, 1), (DEMO, 2)]
    # the same bytes from a disk are the same package
    [loaded] = house.load_edx(path)
    assert not loaded.is_new


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("s3://university-exports/absent.zip", "absent.zip does not exist"),
        ("s3://no-such-bucket-here/x.zip", "x.zip does not exist"),
        ("s3://", "no address of an export"),
        ("gs://bucket/x.zip", "only those that start with s3://"),
        ("https://example.com/x.zip", "only those that start with s3://"),
    ],
)
def test_what_is_not_there_is_refused(put: Put, tmp_path: Path, address: str, sentence: str) -> None:
    with pytest.raises(Refused) as found:
        opened(Path(address), tmp_path)
    assert sentence in str(found.value)


def test_a_zip_that_is_cut_off(put: Put, tmp_path: Path) -> None:
    whole = zip_of(tmp_path / "x.zip", FILES).read_bytes()
    put("cut.zip", whole[: len(whole) // 2])
    put("page.zip", b"<html>")
    with pytest.raises(Refused, match="cut off or damaged"):
        opened(at("cut.zip"), tmp_path)
    with pytest.raises(Refused, match="not a zip archive"):
        opened(at("page.zip"), tmp_path)


def test_a_store_that_does_not_answer(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Refused, match="cannot be read"):
        opened(at("x.zip"), tmp_path)


def test_without_credentials(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(Refused, match="credentials"):
        opened(at("x.zip"), tmp_path)
