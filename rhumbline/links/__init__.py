"""Links of posts: where short ones lead, and tagged ones that make the next post trace by itself."""
