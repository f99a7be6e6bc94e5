"""Who may speak from which account, and until when."""
