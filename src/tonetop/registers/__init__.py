"""One file, one register: nothing else names it."""
