"""A company asks to become a member: the form, the confirmation by mail, the answer, and what follows."""
