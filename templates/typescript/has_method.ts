function hasMethod(
  message: unknown,
  method: string,
): message is { method: string } {
  return (
    typeof message === "object" &&
    message !== null &&
    "method" in message &&
    message.method === method
  );
}
