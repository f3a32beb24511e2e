"""SillyTavern chats, part by part."""
