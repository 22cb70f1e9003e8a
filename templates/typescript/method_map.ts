/** {{ set.docs }} */
export interface {{ set.map }} {
{% for method in methods %}{{ method }}
{% endfor %}}
