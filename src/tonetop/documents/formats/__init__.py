"""One reader a format: the bytes of a file become its text, or a refusal of one sentence."""
