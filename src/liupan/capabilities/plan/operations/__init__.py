"""Every write of the plan office, by subject. No operation takes a value."""
