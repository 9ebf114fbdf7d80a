"use client";
import { X } from "lucide-react";
import { useMemo } from "react";
import { Combobox } from "@/components/ui/combobox";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { type FilterField, operatorsOf } from "./filter-fields";
import { describeOperator, type FilterKnowledge, fieldLabel } from "./filter-suggestions";
import type { FilterRule } from "./filter-tree";
import { FilterValueInput } from "./filter-value-input";

interface FilterRuleRowProps {
  rule: FilterRule;
  knowledge: FilterKnowledge;
  onChange: (rule: FilterRule) => void;
  onRemove: () => void;
}

const idOf = ({ kind, key }: FilterField) => `${kind}:${key}`;

/** The rule about another field; an operator or a value that makes no sense there is dropped. */
function aboutField(rule: FilterRule, field: FilterField): FilterRule {
  const allowed = operatorsOf(field);
  const operator = allowed.includes(rule.operator) ? rule.operator : (allowed[0] ?? "=");
  return { ...rule, field, operator, value: rule.field.kind === field.kind ? rule.value : "" };
}

/** One condition: what it is about, how it compares, with what. */
export function FilterRuleRow({ rule, knowledge, onChange, onRemove }: FilterRuleRowProps) {
  const { fields } = knowledge;
  const options = useMemo(
    () => fields.map((field) => ({ value: idOf(field), label: fieldLabel(field) })),
    [fields],
  );
  const chosen = rule.field.key === "" ? null : idOf(rule.field);
  return (
    <div className="flex flex-wrap items-center gap-1.5 sm:flex-nowrap">
      <Combobox
        noun="field"
        options={options}
        value={chosen}
        onChange={(id) => {
          const field = fields.find((candidate) => idOf(candidate) === id);
          if (field) onChange(aboutField(rule, field));
        }}
        className="w-full min-w-0 basis-full font-mono sm:basis-5/12"
      />
      <Select
        label="Comparison"
        value={rule.operator}
        onChange={(operator) => onChange({ ...rule, operator })}
        options={operatorsOf(rule.field).map((operator) => ({
          value: operator,
          label: describeOperator(operator).split(",")[0] ?? operator,
        }))}
        className="w-auto min-w-28 shrink-0 sm:basis-3/12"
      />
      <div className="min-w-0 grow basis-24">
        <FilterValueInput
          rule={rule}
          known={knowledge.valuesOf(rule.field)}
          onChange={(value) => onChange({ ...rule, value })}
        />
      </div>
      <IconButton label="Remove condition" size="sm" onClick={onRemove}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
