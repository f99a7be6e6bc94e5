"""What the worker does for accreditation."""
