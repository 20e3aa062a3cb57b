"""What all registers share: fields, models, the one way in and the one way to change, facts, sheets, search."""
