"""What is told by whole paragraphs: their signs, their label, or what a stretch of them looks like."""
