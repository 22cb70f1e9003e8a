{{ all }}

/** The result of a request. */
{{ result }}
