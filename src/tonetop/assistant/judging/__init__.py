"""Judging: what each passage of a document is evidence of, how it stands, who acts, and how sure that is."""
