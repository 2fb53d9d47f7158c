"""The pipeline language: its tables, and what a definition says once it has been read."""
