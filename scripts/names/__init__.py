"""How the model of names is made: its lists, its posts, its training and its measures."""
