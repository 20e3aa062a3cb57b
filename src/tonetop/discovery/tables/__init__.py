"""Files that hold tables or texts: which columns they have, and their rows in batches."""
