"""How well the linker does on a folder of customers and queries; pure, the truth is read last."""
