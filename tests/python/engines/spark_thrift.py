"""A Spark thrift server on this machine, with executors in processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from coursehouse.profiles import read_output
from engines.postgres_server import free_port

CLUSTER = "local-cluster[2,1,1024]"
_START_SECONDS = 180


@contextmanager
def thrift_server(folder: Path) -> Iterator[dict[str, str]]:
    """A context with a server that keeps its tables in this folder; gives the variables that lead to it."""
    import pyspark

    port = free_port()
    settings = read_output("spark", folder).settings["server_side_parameters"] | {"spark.master": CLUSTER}
    options = [text for name, value in settings.items() for text in ("--conf", f"{name}={value}")]
    (folder / "spark").mkdir(parents=True)
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(
            [
                Path(pyspark.__file__).parent / "bin/spark-submit",
                "--class=org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                *options,
                "spark-internal",
                "--hiveconf",
                f"hive.server2.thrift.port={port}",
                "--hiveconf",
                "hive.server2.thrift.bind.host=127.0.0.1",
            ],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as server,
    ):
        try:
            _wait(server, port, folder / "server.log")
            yield {"COURSEHOUSE_SPARK_HOST": "127.0.0.1", "COURSEHOUSE_SPARK_PORT": str(port)}
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    last = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < last:
        with closing(socket.socket()) as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"the thrift server does not answer: {log.read_text(errors='replace')[-2000:]}")
