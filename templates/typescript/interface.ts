{{ docs }}{{ head }}
{% for member in members %}{{ member }}
{% endfor %}}
