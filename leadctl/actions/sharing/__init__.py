"""Sharing a book through git: setting it up, bringing clones together, publishing claims."""
