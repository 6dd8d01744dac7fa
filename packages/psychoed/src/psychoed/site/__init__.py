"""The built site: links, policy, redirects, offline reading."""
