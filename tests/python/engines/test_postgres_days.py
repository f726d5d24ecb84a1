"""Days of clickstream that come one by one are built date by date on PostgreSQL, and give DuckDB's rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coursehouse.synthetic.clickstream import generate_clickstream
from coursehouse.synthetic.clickstream_config import ClickstreamConfig
from coursehouse.synthetic.config import GeneratorConfig
from engines.postgres_server import PostgresServer
from warehouse.warehouses import EXIT_LANDED, NewWarehouse

CLICKSTREAM = "path:models/marts/clickstream"
DATE_BY_DATE = ("path:models/intermediate/clickstream", CLICKSTREAM)


def test_later_days_add_up_to_the_rows_of_a_full_build(
    new_warehouse: NewWarehouse, postgres: PostgresServer, tmp_path: Path
) -> None:
    config = ClickstreamConfig(GeneratorConfig(40, 1), days=6, has_truth=False)
    files = generate_clickstream(config, tmp_path / "days").files
    others = ClickstreamConfig(GeneratorConfig(30, 1), days=6, has_truth=False)
    generate_clickstream(others, tmp_path / "others")
    again = [tmp_path / "others" / path.name for path in files[6:8]]
    with postgres.database() as name:
        duckdb = new_warehouse("days")
        server = replace(duckdb, target="postgres", connection=postgres.environment(name))
        assert server.load_days(*files[:8]) == EXIT_LANDED
        server.run("--select", f"+{CLICKSTREAM}")
        query = "select ctid::text, event_id from marts.events where event_date = '2022-09-14' order by 2"
        before = postgres.query(name, query)
        assert server.load_days(*files[8:]) == EXIT_LANDED
        assert server.load_days(*again) == EXIT_LANDED
        server.run("--select", *DATE_BY_DATE)
        assert before and postgres.query(name, query) == before, "a date that did not change was written"
        duckdb.run("--select", f"+{CLICKSTREAM}")
        result = server.run_command("parity")
        assert result.exit_code == 0, result.stdout
        assert "marts.video_watch_intervals" in result.stdout
