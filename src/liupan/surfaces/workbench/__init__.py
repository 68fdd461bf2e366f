"""Staff: work list, search, my units' boards (工作台)."""
