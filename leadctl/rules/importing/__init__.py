"""Other systems' rows: which column is what, what a cell says, and how a row joins a lead."""
