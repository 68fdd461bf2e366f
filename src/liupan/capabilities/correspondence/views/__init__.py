"""Pages of the correspondence office."""
