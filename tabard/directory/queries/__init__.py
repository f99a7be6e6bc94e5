"""Questions that residents put to the directory."""
