"""Other systems' files as rows: csv, vCard, JSON; and refused rows written back."""
