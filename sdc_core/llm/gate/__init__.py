"""The parts of the gateway, as a question meets them: outgoing, keys, calling, answers."""
