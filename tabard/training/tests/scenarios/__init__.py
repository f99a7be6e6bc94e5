"""Practice scenarios: reading answers, reacting, and what a scenario may be."""
