"""Input shapes of exchange."""
