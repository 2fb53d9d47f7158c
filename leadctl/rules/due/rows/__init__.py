"""Rows of what is due as plain values: their kinds, one object each, their words, their order."""
