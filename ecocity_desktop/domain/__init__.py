"""What things are in an eco-city programme: nouns, enums, rules. Pure: no session, no Qt, no clock."""
