"""Personal data that must not be published: one file per kind."""
