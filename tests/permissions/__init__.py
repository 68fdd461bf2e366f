"""Who may enter where: every address × every kind of person, and what lists let them see."""
