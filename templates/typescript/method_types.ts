/** The name of any method. */
{{ method }}

/** The params of a method. */
export type {{ methods.names.params_of }}<M extends {{ methods.names.method }}> =
{% for one in params %}  | {{ one }}
{% endfor %};

/** The result of a request. */
export type {{ methods.names.result_of }}<M extends {{ methods.names.method }}> =
{% for one in results %}  | {{ one }}
{% endfor %};
