/** A {{ set.noun }}, as a message. */
{{ message }}

/**
 * Whether a message is this {{ set.noun }}. It looks at the
 * method and for an id: what the params hold is not checked.
 */
export function {{ set.guard }}<M extends keyof {{ set.map }}>(
  message: unknown,
  method: M,
): message is {{ set.message }}<M> {
  return hasMethod(message, method) && {{ set.id_test }};
}
