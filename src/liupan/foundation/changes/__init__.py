"""Tells that something changed; what was read is remembered until then."""
