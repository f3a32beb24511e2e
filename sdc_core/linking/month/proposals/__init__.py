"""What becomes of chats: linked on hard evidence, else with proposals for a person."""
