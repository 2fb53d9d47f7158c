"""Clauses: conditions on a lead, their words, and what is derived from them."""
