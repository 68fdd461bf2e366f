"""Pure decisions of `parcels`."""
