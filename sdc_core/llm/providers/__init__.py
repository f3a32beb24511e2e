"""The services that run models, each behind the protocol of `llm.base`."""
