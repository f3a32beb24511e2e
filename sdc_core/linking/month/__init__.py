"""The Sessions of a month looked at together: contradictions, tickets, chats."""
