"""Sources, one file each: what they hold, and their rows in batches."""
