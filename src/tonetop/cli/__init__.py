"""The command `tonetop`: thin, quick to start, one clear sentence for every mistake."""
