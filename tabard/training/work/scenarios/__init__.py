"""Practice scenarios without a person or a database: reading them, reading answers, reacting."""
