"""What is due: deadlines of a lead, what settles them, and whose they are."""
