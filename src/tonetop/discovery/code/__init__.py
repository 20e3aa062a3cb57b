"""Code: where it uses AI, by imports, packages asked for, addresses of services and model files."""
