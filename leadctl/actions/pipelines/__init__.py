"""Definitions of a book: listed, copied, compared, migrated, played."""
