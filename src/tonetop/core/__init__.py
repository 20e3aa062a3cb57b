"""Pure thought on the standard library alone: days, facts, assessment, ledger."""
