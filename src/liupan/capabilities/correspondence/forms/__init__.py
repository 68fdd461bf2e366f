"""Input shapes of the correspondence office."""
