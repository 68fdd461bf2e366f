"""Every read of `workflow`, by subject."""
