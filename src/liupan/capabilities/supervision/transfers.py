"""The table of items as a file."""
