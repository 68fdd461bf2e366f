"""Citizens and enterprises (门户)."""
