-- Grain: instance × operand. All families together. A new family of rules is a model with the same columns and one more
-- line here.
select * from {{ ref('int_rule_row_operand') }}
union all by name
select * from {{ ref('int_rule_line_operand') }}
union all by name
select * from {{ ref('int_rule_hierarchy_operand') }}
union all by name
select * from {{ ref('int_rule_cross_operand') }}
union all by name
select * from {{ ref('int_rule_keyed_operand') }}
union all by name
select * from {{ ref('int_rule_history_operand') }}
union all by name
select * from {{ ref('int_rule_claim_operand') }}
union all by name
select * from {{ ref('int_rule_project_operand') }}
