"""What a document says of itself: kind, date, title, people, decisions, votes, amounts, signatures."""
