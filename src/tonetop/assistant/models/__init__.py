"""Language models as an option: asked where a text answers a question, heard in verbatim quotations alone."""
