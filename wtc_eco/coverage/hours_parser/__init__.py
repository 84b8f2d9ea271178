"""Schedules written in words, read by a small grammar: raw signs, tokens, phrases, a week, an OSM string."""
