"""A workbook to be written: what begins with = or an address stays text, and nothing is laid on the disk."""

from __future__ import annotations

from importlib import import_module
from typing import Any, BinaryIO

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def new_book(out: BinaryIO) -> Any:
    """An xlsxwriter.Workbook, to be closed or used as a context.

    The library is loaded with the first workbook: it takes 15 MB that most processes never need.
    """
    return import_module("xlsxwriter").Workbook(out, PLAIN)


def cell_name(row: int, column: int) -> str:
    """What a cell is called, both counted from 0: A1."""
    return str(import_module("xlsxwriter.utility").xl_rowcol_to_cell(row, column))
