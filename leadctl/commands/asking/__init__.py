"""What commands ask for: the options they share, which leads are wanted, a report's period."""
