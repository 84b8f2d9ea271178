"""Another coordinator's folder taken in, once however often."""
