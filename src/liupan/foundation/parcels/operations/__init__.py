"""Every write of `parcels`."""
