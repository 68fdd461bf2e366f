"""Every read of `organisations` that spans rows, by subject; each by day."""
