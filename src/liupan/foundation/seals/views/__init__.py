"""Pages of `seals`."""
