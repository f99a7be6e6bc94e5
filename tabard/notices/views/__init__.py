"""The pages of notices and e-mails."""
