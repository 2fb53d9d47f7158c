"""Imports and restores: look through a file, read its rows, store what they say."""
