{# The grain that a table promises: no two rows agree in all of these columns, NULL being a value like any other. #}
{% test unique_grain(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}
