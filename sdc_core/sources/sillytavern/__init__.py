"""SillyTavern chats."""
