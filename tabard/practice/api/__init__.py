"""The network's API, as any other network has one: closed without a token, JSON in and out."""
