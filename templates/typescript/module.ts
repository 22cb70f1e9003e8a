{% for line in header %}// {{ line }}
{% endfor %}{% if !imports.is_empty() %}
{{ imports }}{% endif %}{% for item in items %}
{{ item }}
{% endfor %}
