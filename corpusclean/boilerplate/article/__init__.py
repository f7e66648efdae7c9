"""What is worded like a notice, and is the article's own."""
