"""Root fields that change something, by what they change. Expected problems are answers, not errors."""
