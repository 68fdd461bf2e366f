"""Human numbers without gap or duplicate (编号)."""
