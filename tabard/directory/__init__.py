"""The public list of accredited accounts and the check for residents."""
