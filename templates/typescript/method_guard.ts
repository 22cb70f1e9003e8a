/** A {{ set.noun }}, as a message. */
{{ message }}

/**
 * Whether a message is this {{ set.noun }}. Looks at the method and at whether
 * there is an id: what the params hold is not checked.
 */
export function {{ set.guard }}<M extends keyof {{ set.map }}>(
  message: unknown,
  method: M,
): message is {{ set.message }}<M> {
  return hasMethod(message, method) && {% if !set.answered %}!({% endif %}"id" in message{% if !set.answered %}){% endif %};
}
