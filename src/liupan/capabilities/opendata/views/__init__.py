"""Views of open data."""
