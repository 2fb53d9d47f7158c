"""What commands answer: rows for each format, sentences for people, JSON for programs."""
