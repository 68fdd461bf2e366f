"""What everybody sees of open data."""
