"""What every stage needs and no council: life cycles, rules, locking, safe HTTP, secrets, pages."""
