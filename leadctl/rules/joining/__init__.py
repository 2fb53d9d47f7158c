"""Two versions of one person made one."""
