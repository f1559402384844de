"""Units, people, posts, the installation and its calendar."""
