"""Gates: their rules as data, and what stands between a subject and its way through."""
