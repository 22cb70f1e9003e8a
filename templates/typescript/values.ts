{{ docs }}export const {{ name }} = {
{% for value in values %}{{ value }}
{% endfor %}} as const;
