"""The ledger's store: events, checkpoints, keys and personal values, on the connection of the business change."""
