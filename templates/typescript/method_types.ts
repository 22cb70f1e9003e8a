{{ all }}

/** The name of any method. */
export type {{ names.method }} = keyof {{ names.all }};

/** The params of a method. */
{{ params }}
