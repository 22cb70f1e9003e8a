/** The name of each {{ set.noun }}. */
{{ declaration }}
