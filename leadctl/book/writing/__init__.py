"""Operations: all of a change is stored, or nothing."""
