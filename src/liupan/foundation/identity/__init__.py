"""Staff, citizens, legal persons, machines; sign-in, second factor, real-name level (统一身份认证)."""
