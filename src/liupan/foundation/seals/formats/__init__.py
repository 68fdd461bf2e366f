"""Electronic seals and what is signed with them: GB/T 38540-2020 on OFD, PDF. No Django here."""
