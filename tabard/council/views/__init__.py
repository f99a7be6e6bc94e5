"""The pages on which a council sees and changes what it has set, and its days."""
