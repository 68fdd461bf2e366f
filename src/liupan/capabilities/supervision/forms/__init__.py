"""Input shapes of the supervision office."""
