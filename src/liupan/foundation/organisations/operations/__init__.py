"""Every write of `organisations`, by subject."""
