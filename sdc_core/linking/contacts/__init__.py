"""The contact inside the linked customer."""
