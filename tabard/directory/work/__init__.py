"""What is made for people to put on their contact details, from plain values."""
