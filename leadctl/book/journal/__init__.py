"""The lock, and the journal from which an operation is taken back."""
