"""`./dev bench scan_database`: a PostgreSQL database of ten million rows, profiled by the database's own work.

The server is started for the measurement on this machine and removed afterwards; the ratio is to one sequential
scan of the same table (`count(*)` without its index), both timed in turns on the same server.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg

from bench.figures import at_most, figure, median, seconds
from tests.discovery import servers
from tonetop.standard import facts_file
from tonetop.work.scan import Plan, scan
from tonetop.work.scan_found import Scan

ROWS = 10_000_000
TURNS = 3
AS_OF = "2026-06-01"
OVERDUE = 365
MADE = f"""
CREATE UNLOGGED TABLE customer (id bigint, name text, email text, phone text, street text, city text, born date,
  iban text, status text, created timestamptz, closed date, amount numeric, note text, nothing text);
INSERT INTO customer SELECT n, 'Ann Person' || n % 9973, 'p' || n || '@example.org', '+49 30 ' || 100000 + n % 900000,
  n % 200 || ' Park Avenue', (ARRAY['Rotterdam', 'Hamburg', 'Lyon', 'Leeds'])[1 + n % 4], date '1950-01-01' + n % 20000,
  'NL' || 10 + n % 90 || 'ABNA0' || 100000000 + n, (ARRAY['open', 'closed'])[1 + n % 2],
  timestamptz '2020-01-01' + n % 80000 * interval '40 minutes',
  CASE WHEN n <= {OVERDUE} THEN date '2009-12-31' ELSE date '2026-01-01' END, n % 1000 / 7.0, 'asked for ' || n, NULL
FROM generate_series(1, {ROWS}) n;
ALTER TABLE customer ADD PRIMARY KEY (id);
VACUUM ANALYZE customer;
"""
FACTS = """
organisation: {name: Harbour Records}
Asset:
- {id: AS-1, name: Shop, registered_on: "2025-01-01"}
ProcessingActivity:
- {id: RP-1, name: Sales, systems: [AS-1], data_categories: [orders]}
RetentionRule:
- {id: RET-1, data_category: customers, system: AS-1, period_days: 3650, trigger: closed, approved_on: "2025-01-01"}
"""
WHOLE = "SET enable_indexonlyscan = off; SET enable_indexscan = off; SELECT count(*) FROM customer"


def main() -> None:
    """Print the figures; exit 1 when one falls short."""
    with servers.postgresql() as address:
        holds = measured(address)
    raise SystemExit(0 if all(holds) else 1)


def measured(address: str) -> list[bool]:
    """The ratio, and whether the rows overdue are counted exactly."""
    with psycopg.connect(address, autocommit=True) as link, tempfile.TemporaryDirectory() as folder:
        for statement in MADE.strip().split(";\n"):
            link.execute(statement.rstrip(";"))
        path = Path(folder) / "facts.yaml"
        path.write_text(FACTS, encoding="utf-8")
        facts = facts_file.read(path).facts(AS_OF)
        found: list[Scan] = []
        ratios = []
        for _ in range(TURNS):
            whole = seconds(lambda: link.execute(WHOLE))
            profile = seconds(lambda: found.append(scan(address, Plan(AS_OF, alone=True), facts)))
            ratios.append(profile / whole)
    counted = sum(one.count for one in found[-1].findings if one.kind == "overdue")
    return [
        figure("rows overdue that were counted", counted, "rows", f"= {OVERDUE}", counted == OVERDUE),
        at_most(f"profile of {ROWS} rows by push-down, times one sequential scan", median(ratios), "x", 10),
    ]


if __name__ == "__main__":
    main()
