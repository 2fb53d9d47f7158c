"""What is known of the leads' files without reading them."""
