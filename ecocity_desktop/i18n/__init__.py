"""Words, numbers and dates in French, English and Chinese, always with the language passed explicitly."""
