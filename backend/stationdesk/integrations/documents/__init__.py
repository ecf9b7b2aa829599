"""Papers: from a template and facts to a PDF."""
