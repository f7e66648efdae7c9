"""What people read: the page, findings in every format, and the words of the summary."""
