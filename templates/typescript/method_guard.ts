/** A {{ set.noun }}, as a message. */
{{ message }}

/**
 * Whether a message is this {{ set.noun }}; without a method,
 * whether it is any that is listed. It looks at the method and for an id: what
 * the params hold is not checked.
 */
export function {{ set.guard }}(
  message: unknown,
): message is {{ set.message }}<keyof {{ set.map }}>;
export function {{ set.guard }}<M extends keyof {{ set.map }}>(
  message: unknown,
  method: M,
): message is {{ set.message }}<M>;
export function {{ set.guard }}(
  message: unknown,
  ...methods: string[]
): boolean {
  const among = methods.length === 0 ? {{ set.list }} : methods;
  return hasMethod(message, among) && {{ set.id_test }};
}
