"""What a council keeps silent about before an election."""
