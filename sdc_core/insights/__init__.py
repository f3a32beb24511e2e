"""What is written for every finished Session: by a model where one is asked, else locally."""
