"""What every room may use: errors, ids, the city's clock, facts, authority. No tables."""
