"""Pure: no disk, no clock, no terminal. Now and the acting agent are arguments."""
