"""Mapping files: how the columns of a table become the fields of a register (docs/how-to/import.md)."""
