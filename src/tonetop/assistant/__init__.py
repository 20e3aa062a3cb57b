"""The auditor's assistant: it searches, judges and proposes with quotations, and leaves every decision to people."""
