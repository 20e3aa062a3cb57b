"""What the program itself holds of people: what there is, for how long, whose it is, and how it goes."""
