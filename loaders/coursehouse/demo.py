"""The demo: a synthetic institution from raw exports to tested marts, with one command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursehouse.contract import load_contract
from coursehouse.errors import Refused
from coursehouse.home import Home
from coursehouse.ledger import Ledger
from coursehouse.load import load
from coursehouse.platforms.base import ReadOptions
from coursehouse.platforms.coursera.clickstream import CourseraClickstreamPlatform
from coursehouse.platforms.coursera.export import CourseraPlatform
from coursehouse.platforms.edx.export import EdxPlatform
from coursehouse.platforms.edx.logs import EdxLogsPlatform
from coursehouse.progress import ConsoleProgress
from coursehouse.report import counts_table, exports_table, query_table
from coursehouse.settings import PROJECT_ROOT, Settings
from coursehouse.targets.base import BUILT_SCHEMAS
from coursehouse.targets.duckdb import open_duckdb_reader, row_counts

if TYPE_CHECKING:
    from rich.console import Console


BOTH_PLATFORMS = """
select
    platform,
    count(*) as courses,
    sum(ever_enrolled_count) as learners,
    sum(active_count) as active,
    sum(passed_count) as passed,
    round(sum(passed_count) / sum(active_count), 3) as passed_fraction_of_active
from marts.courses__grade_summary
group by platform
order by platform
"""


def run_demo(settings: Settings, folder: Path, talk: Console, show: Callable[[Any], None]) -> int:
    """Exit code of the demo: 0, or that of dbt when something does not build.

    folder: where the raw exports are written, and stay. talk: console for progress. show: prints a result.
    Errors: Refused when the warehouse holds other exports, which the synthetic ones would mix with.
    """
    from coursehouse.synthetic.clickstream import generate_clickstream
    from coursehouse.synthetic.clickstream_config import ClickstreamConfig
    from coursehouse.synthetic.config import GeneratorConfig
    from coursehouse.synthetic.edx.config import EdxConfig
    from coursehouse.synthetic.edx.generate import generate_edx
    from coursehouse.synthetic.edx.logs import EdxLogsConfig, generate_edx_logs
    from coursehouse.synthetic.generate import generate

    home = Home(settings.home)
    institution = generate(GeneratorConfig(), folder)
    talk.print(f"Made {institution.row_count:,} rows of raw exports in {folder}.", highlight=False)
    clickstream = generate_clickstream(ClickstreamConfig(has_truth=False), folder)
    talk.print(f"Made {clickstream.event_count:,} events of clickstream beside them.", highlight=False)
    edx = generate_edx(EdxConfig(), folder)
    talk.print(f"Made {edx.row_count:,} lines of an edX package of the same people.", highlight=False)
    logs = generate_edx_logs(EdxLogsConfig(EdxConfig()), folder / "logs")
    talk.print(f"Made {logs.event_count:,} events of edX's tracking logs, too.", highlight=False)
    paths = [export.path for export in institution.exports]
    contract, edx_contract = load_contract("coursera"), load_contract("edx")
    exports, days = CourseraPlatform(settings, contract), CourseraClickstreamPlatform(settings, contract)
    [events] = days.open_exports([folder], ReadOptions())
    packages, log_days = EdxPlatform(settings, edx_contract), EdxLogsPlatform(settings, edx_contract)
    [log_events] = log_days.open_exports(logs.files, ReadOptions())
    names = {events.name, log_events.name, *(path.stem for path in (*paths, *edx.packages))}
    _refuse_to_mix(Ledger(home), names)
    with ConsoleProgress(talk) as progress:
        load(exports, contract, paths, ReadOptions(), settings.home, progress)
        load(days, contract, [folder], ReadOptions(), settings.home, progress)
        load(packages, edx_contract, edx.packages, ReadOptions(), settings.home, progress)
        load(log_days, edx_contract, logs.files, ReadOptions(), settings.home, progress)
    show(exports_table(Ledger(home).entries()))
    talk.print("Building and testing everything with `dbt build`, which takes a few minutes.")
    dbt = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "build"],
        cwd=PROJECT_ROOT,
        env=os.environ | {"COURSEHOUSE_HOME": str(settings.home)},
        stdout=sys.stderr,
        check=False,
    )
    show(counts_table(row_counts(home, BUILT_SCHEMAS)))
    if not dbt.returncode:
        talk.print(f"One query over both platforms:\n{BOTH_PLATFORMS}", markup=False, highlight=False)
        with open_duckdb_reader(home) as reader:
            show(query_table(*reader.query(BOTH_PLATFORMS)))
    talk.print(_next_steps(settings), markup=False, highlight=False, soft_wrap=True)
    return dbt.returncode


def _refuse_to_mix(ledger: Ledger, names: set[str]) -> None:
    others = [entry.export_id for entry in ledger.entries() if entry.source_name not in names]
    if others:
        raise Refused(
            f"The warehouse {ledger.home.root} holds other exports, such as {others[0]}.",
            "Set COURSEHOUSE_HOME to an empty folder, so that the demo does not mix with them.",
        )


def _next_steps(settings: Settings) -> str:
    return f"""
The warehouse is {settings.home / "coursehouse.duckdb"}. What to try next:
  source .venv/bin/activate
  coursehouse exports                        what is loaded
  dbt test --select source:coursera          do the exports keep their keys? (source:edx likewise)
  dbt show --inline "select * from {{{{ ref('exports_keys__violations') }}}}"
  coursehouse load coursera EXPORT.zip       your own export, with COURSEHOUSE_HOME set to another folder
  coursehouse load edx PACKAGE.zip           your own data package of edX, likewise"""
