function hasMethod(
  message: unknown,
  among: readonly unknown[],
): message is object {
  return (
    typeof message === "object" &&
    message !== null &&
    "method" in message &&
    among.includes(message.method)
  );
}
