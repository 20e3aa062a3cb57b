"""What is learned from data and kept in the package, each file with what it was learned from."""
