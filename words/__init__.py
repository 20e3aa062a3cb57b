"""The words that people read: gathered from the sources, kept in a catalogue for each language, compiled for Django."""
