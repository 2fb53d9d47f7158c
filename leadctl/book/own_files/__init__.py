"""The book's and the user's own files: settings, definitions, and where things lie."""
