"""Who worked, and from Sessions to billable work."""
