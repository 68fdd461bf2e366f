"""Our own reader and writer of OFD (GB/T 33190-2016): no tables, no clock, no network."""
