"""The pages of applications and accreditations."""
