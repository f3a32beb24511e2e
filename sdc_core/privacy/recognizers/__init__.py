"""What finds personal facts and secrets in free text: one module per kind, no model among them."""
