"""One Chinese full-text index, written in the writer's transaction (检索)."""
