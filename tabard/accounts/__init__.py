"""The council's accounts, their connections and secrets."""
