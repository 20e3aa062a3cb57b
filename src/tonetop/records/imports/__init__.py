"""What files bring into the registers, before anything is written: read, filled up, judged."""
