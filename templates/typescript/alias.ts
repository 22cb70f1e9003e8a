{{ docs }}{{ declaration }}
