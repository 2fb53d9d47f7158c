"""What happens to leads, recorded: fields, touches, moves, owners; each change one operation."""
