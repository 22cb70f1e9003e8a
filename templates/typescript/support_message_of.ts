/** The message of a method, from the union of all. */
export type {{ name }}<Message, M> = Message extends { method: M }
  ? Message
  : never;
