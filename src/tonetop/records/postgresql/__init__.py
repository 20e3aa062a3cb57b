"""PostgreSQL as the rest of the program expects a database to be: one writer at a time, values as facts hold them."""
