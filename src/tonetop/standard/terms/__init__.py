"""The catalogue's terms as functions of facts; each module holds the terms of one matter."""
