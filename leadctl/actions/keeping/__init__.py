"""Keeping a book: made, set, checked, its surroundings looked after, a command taken back."""
