"""One file a kind of report: its figures, what each means, and how it is counted."""
