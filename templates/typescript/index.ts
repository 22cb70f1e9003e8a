{% for line in header %}// {{ line }}
{% endfor %}
{{ docs }}
{% for export in exports %}export {% if !export.values %}type {% endif %}* from "./{{ export.file }}{{ extension }}";
{% endfor %}
