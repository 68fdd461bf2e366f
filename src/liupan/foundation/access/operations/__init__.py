"""Every write of `access`, by subject."""
