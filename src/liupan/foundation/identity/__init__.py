"""Staff, citizens, legal persons, machines; sign-in and second factor (统一身份认证)."""
