"""Pages of the supervision office."""
