"""One office per public task of the plan."""
