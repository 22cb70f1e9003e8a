{{ docs }}export const {{ name }} ={{ open }}
{% for value in values %}{{ value }}
{% endfor %}{{ close }} as const;
