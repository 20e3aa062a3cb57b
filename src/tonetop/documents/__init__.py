"""Readers of formats, one file each: what a document says, shown or compared, whatever it was written in."""
