"""Every write of `calendar`, by subject."""
