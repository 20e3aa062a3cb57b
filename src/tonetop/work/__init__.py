"""One file, one verb: what people and programs do with Tonetop, permission and ledger line inside."""
