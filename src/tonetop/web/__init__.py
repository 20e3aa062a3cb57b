"""The pages: thin, written once for all registers."""
