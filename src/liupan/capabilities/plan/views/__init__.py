"""Pages of the plan office."""
