"""Courses, their assessment, and who holds a certificate until when."""
