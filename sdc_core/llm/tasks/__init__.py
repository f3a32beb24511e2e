"""What is asked of every Session: a module for each task, and the table of all."""
