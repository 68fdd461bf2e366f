"""What every room may use and that knows no table: errors, ids, the city's clock, facts, authority."""
