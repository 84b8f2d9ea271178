"""The public face: an ecosystem and its groups of methods; what they are given is checked, what they give is the caller's."""
