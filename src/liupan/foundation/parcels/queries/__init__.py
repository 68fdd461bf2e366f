"""Every read of `parcels`."""
