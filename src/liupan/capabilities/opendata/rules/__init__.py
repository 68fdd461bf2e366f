"""Pure decisions of open data."""
