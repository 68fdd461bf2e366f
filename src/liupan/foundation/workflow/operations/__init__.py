"""Every write of `workflow`, by subject."""
