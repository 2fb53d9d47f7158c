"""A lead as text: read, written, edited without touching other bytes, glanced at."""
