"""The form in which a deputy head writes the school's rules: typed values, the policy they mean, and back."""
