"""The kinds of personal data that are looked for, one file each."""
