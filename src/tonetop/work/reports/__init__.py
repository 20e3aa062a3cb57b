"""Reports to hand out: each says what it shows as plain data, and every form of file is made of that."""
