"""Leaders: figures, trends, map, warnings (领导驾驶舱)."""
