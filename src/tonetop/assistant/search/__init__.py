"""Search over passages by words and by meaning: what people and the assistant find, each with its place."""
