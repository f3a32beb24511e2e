"""What a model answers is a text from elsewhere: looked at before it is believed, plain when kept."""
