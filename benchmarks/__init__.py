"""What the house is measured by. `make bench` runs it all; see docs/reference/benchmarks.md."""
