"""The shared services; a staircase, each may use those below it."""
