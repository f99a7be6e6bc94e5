"""What a link can be told by its address alone, without following it: one file per check."""
