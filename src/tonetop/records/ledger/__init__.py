"""The ledger's store: it writes on the connection, and in the transaction, of the change it tells of."""
