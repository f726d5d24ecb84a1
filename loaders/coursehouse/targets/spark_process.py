"""Spark inside this process: the Java it needs, the folder that only one process can use, its own output."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coursehouse.errors import Refused

if TYPE_CHECKING:
    from pyspark import SparkContext

JAVA_VERSION = 17

_METASTORE = "spark.hadoop.javax.jdo.option.ConnectionURL"
# The Java of a killed run notices within a second that its Python is gone, and then still has to close.
_METASTORE_SECONDS = 15


def java_version() -> int | None:
    """The major version of the Java that Spark would start, None without any."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(Path(home, "bin", "java") if home else "java")
    if java is None:
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None


def check_java() -> None:
    """Nothing; raises Refused where Spark would find no Java that it can run on."""
    version = java_version()
    if version is None or version < JAVA_VERSION:
        found = "none is here" if version is None else f"this one is {version}"
        raise Refused(
            f"Spark needs Java {JAVA_VERSION} or newer; {found}.",
            f"Install one (Debian and Ubuntu: `apt install openjdk-{JAVA_VERSION}-jre-headless`), "
            "or set JAVA_HOME to where it is.",
        )


def check_is_same(running: SparkContext, configuration: Mapping[str, str]) -> None:
    """Nothing; raises Refused where this process runs a Spark that keeps its tables elsewhere."""
    if running.getConf().get(_METASTORE) != configuration.get(_METASTORE):
        raise Refused(
            "This process already runs a Spark session that belongs to no warehouse or to another one.",
            "Stop that session, then try again.",
        )


def wait_for_metastore(configuration: Mapping[str, str]) -> None:
    """Nothing; raises Refused when another process goes on using the metastore of this configuration.

    Spark itself would try for most of a minute, then end without a word about the reason.
    """
    folder = _metastore_folder(configuration)
    last = time.monotonic() + _METASTORE_SECONDS
    while folder is not None and _is_locked(folder / "dbex.lck"):
        if time.monotonic() > last:
            raise Refused(
                f"Another process uses the Spark metastore {folder}, which serves one at a time.",
                "Wait until that dbt run, load or notebook has ended, then run this command again; "
                "a Spark thrift server serves many.",
            )
        time.sleep(0.2)


def _metastore_folder(configuration: Mapping[str, str]) -> Path | None:
    """Folder of an embedded Derby metastore, None where the metastore is a server."""
    url = re.fullmatch(r"jdbc:derby:;databaseName=([^;]+);.*", configuration.get(_METASTORE, ""))
    return Path(url[1]) if url else None


def _is_locked(path: Path) -> bool:
    """Whether another process holds the lock that Derby takes on its database."""
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def output_in_file(configuration: Mapping[str, str]) -> Iterator[None]:
    """A context in which Java, if it starts, gets a file beside the metastore for what it says on stderr.

    Whatever matters in it reaches Python as an exception.
    """
    folder = _metastore_folder(configuration)
    if folder is None:
        yield
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    sys.stderr.flush()
    before = os.dup(2)
    try:
        with (folder.parent / "spark.log").open("wb") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


if __name__ == "__main__":
    # 0 where Spark can run, for make.
    sys.exit((java_version() or 0) < JAVA_VERSION)
