"""`sdc evaluate insights`: Sessions whose problem is known, and whether titles name it."""
