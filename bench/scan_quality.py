"""How well kinds are told on labelled columns and texts that lie beside the repository."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from python_calamine import CalamineWorkbook

from tonetop.discovery.kernel import Spec, scan
from tonetop.discovery.kind import kinds
from tonetop.discovery.spans import spans
from tonetop.discovery.verdict import judge

HELD = 1  # the half that tuned nothing
COLUMNS = {
    "user.contact.email": "Email_Address",
    "user.contact.phone_number": "Phone_Number",
    "user.contact.address.street": "Street_Address",
    "user.demographic.gender": "Gender",
    "user.demographic.age": "Age",
    "user.name": "Full_Name",
    "user.financial.credit_card": "Credit_Debit_Card_Number",
    "user.government_id.national_identification_number.us": "US_Social_Security_Number",
    "user.government_id.drivers_license_number": "US_Driving_License_Number",
    "user.government_id.vehicle_registration.vin": "Vehicle_Identification_Number",
    "user.device.ip_address.v4": "IP_Address_v4",
    "user.device.ip_address.v6": "IP_Address_v6",
    "user.financial.bank_account.iban": "IBAN",
    "user.financial.bank_account.bic": "Swift_Code",
}
PATTERNS = {"CREDIT_CARD", "PHONE_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE", "US_SSN", "IP_ADDRESS"}
NAMES = {"PERSON": "PERSON", "GPE": "PLACE", "STREET_ADDRESS": "PLACE", "LOCATION": "PLACE"}
SPANS = {
    "user.contact.email": "EMAIL_ADDRESS",
    "user.contact.phone_number": "PHONE_NUMBER",
    "user.financial.credit_card": "CREDIT_CARD",
    "user.financial.bank_account.iban": "IBAN_CODE",
    "user.government_id.national_identification_number.us": "US_SSN",
    "user.device.ip_address.v4": "IP_ADDRESS",
    "user.device.ip_address.v6": "IP_ADDRESS",
    "user.name": "PERSON",
    "user.contact.address.street": "PLACE",
    "user.contact.address.city": "PLACE",
}
Spans = list[tuple[str, int, int]]


def half(name: str) -> int:
    """Which half of the labelled material something belongs to, by its name or text alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def f1(right: int, wrong: int, missed: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / max(1, 2 * right + wrong + missed)


def column_quality(shared: Path, which: int = HELD) -> float:
    """F1 over the columns of the files of one half: a kind told where it is labelled, and nowhere else."""
    folder = shared / "column-types"
    labels = json.loads((folder / "expected_output" / "expected_infotypes_IDEAL.json").read_text())
    counts: Counter[str] = Counter()
    for path in sorted((folder / "datasets").iterdir()):
        if path.stem not in labels or half(path.stem) != which:
            continue
        for column, verdicts in judge(path.stem, scan(table(path), Spec()), kinds()).items():
            told = {COLUMNS[one.kind] for one in verdicts if one.kind in COLUMNS}
            label = labels[path.stem].get(column)
            wanted = {label} if label and label != "no_infotype" else set()
            counts.update(right=len(told & wanted), wrong=len(told - wanted), missed=len(wanted - told))
    return f1(counts["right"], counts["wrong"], counts["missed"])


def table(path: Path) -> pa.RecordBatch:
    """A CSV or XLSX file with names in its first row."""
    if path.suffix == ".csv":
        frame = pl.read_csv(
            path,
            infer_schema_length=10_000,
            ignore_errors=True,
            encoding="utf8-lossy",
            truncate_ragged_lines=True,
        )
        return frame.to_arrow().combine_chunks().to_batches()[0]
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    columns = {str(name): [_cell(row[index]) for row in rows] for index, name in enumerate(head)}
    return pa.RecordBatch.from_pydict(columns)


def _cell(value: Any) -> str | None:
    if value == "":
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def texts(shared: Path, which: int = HELD) -> list[str]:
    """The labelled texts of one half."""
    return [one["full_text"] for one in labelled(shared, which)]


def labelled(shared: Path, which: int) -> list[dict[str, Any]]:
    """The labelled texts of one half with their spans."""
    path = shared / "synth_dataset_v2.json"
    entries = json.loads(path.read_text()) if path.exists() else []
    return [one for one in entries if half(one["full_text"]) == which]


def span_quality(shared: Path, given: list[Spans] | None = None, which: int = HELD) -> tuple[float, float]:
    """F1 of kinds with patterns, and with persons and places: the same kind, at least half of both in common."""
    some: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for index, entry in enumerate(labelled(shared, which)):
        told = given[index] if given is not None else own(entry["full_text"])
        wanted = [(one["entity_type"], one["start_position"], one["end_position"]) for one in entry["spans"]]
        for counts, names in ((some, {}), (every, NAMES)):
            counts.update(_compared(_kept(wanted, names), _kept(told, names)))
    return f1(some["right"], some["wrong"], some["missed"]), f1(
        every["right"], every["wrong"], every["missed"]
    )


def own(text: str) -> Spans:
    """What this project finds, under the names of the labels."""
    return [(SPANS[one.kind], one.start, one.end) for one in spans(text) if one.kind in SPANS]


def _kept(found: Spans, names: dict[str, str]) -> Spans:
    renamed = [(names.get(kind, kind), start, end) for kind, start, end in found]
    return [one for one in renamed if one[0] in PATTERNS or one[0] in names.values()]


def _compared(wanted: Spans, told: Spans) -> dict[str, int]:
    left = list(told)
    right = 0
    for one in wanted:
        match = next((other for other in left if other[0] == one[0] and _common(one, other) >= 0.5), None)
        if match:
            left.remove(match)
            right += 1
    return {"right": right, "wrong": len(left), "missed": len(wanted) - right}


def _common(one: tuple[str, int, int], other: tuple[str, int, int]) -> float:
    inside = min(one[2], other[2]) - max(one[1], other[1])
    return max(0, inside) / (max(one[2], other[2]) - min(one[1], other[1]))
