"""Every write of monthly notices."""
