"""What accounts are called: what networks take, what is not to be had, what is proposed."""
