"""Which Syncro customer, and which contact, a Session was worked for."""
