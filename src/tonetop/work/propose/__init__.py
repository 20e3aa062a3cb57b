"""What documents show, as proposed facts: each stands beside the quotations that speak for it, and a person decides."""
