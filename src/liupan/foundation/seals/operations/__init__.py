"""Every write of `seals`."""
