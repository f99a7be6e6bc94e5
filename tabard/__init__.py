"""Accredited social media accounts for council staff: official and personable."""
