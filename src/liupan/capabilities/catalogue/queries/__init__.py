"""What can be read of the catalogue."""
