/** The name of each {{ set.noun }}. */
{{ declaration }}

/** Whether a {{ set.noun }} is called so. */
export function {{ set.name_guard }}(
  method: string,
): method is keyof {{ set.map }} {
  const known: readonly string[] = {{ set.list }};
  return known.includes(method);
}
