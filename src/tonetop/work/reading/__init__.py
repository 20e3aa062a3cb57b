"""Documents given to be read: put aside, read in the background, told as a gap report, proposed, and dropped."""
