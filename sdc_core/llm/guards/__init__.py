"""What a model answers is text from elsewhere: judged before it is believed, plain when kept."""
