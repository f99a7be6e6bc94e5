"""The pages that show what became of posts, and on which they are stopped."""
