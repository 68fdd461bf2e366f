"""Pages of `parcels`."""
