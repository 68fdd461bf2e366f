"""Every write of `documents`, by subject."""
