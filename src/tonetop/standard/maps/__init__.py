"""Maps over facts: strategy to evidence, means by use, gates by process, and what waits for a decision."""
