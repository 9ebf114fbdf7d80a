"use client";
import { FolderPlus, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { FilterRuleRow } from "./filter-rule-row";
import type { FilterKnowledge } from "./filter-suggestions";
import {
  changeGroup,
  EMPTY_GROUP,
  type FilterGroup,
  type FilterItem,
  type FilterPath,
  type FilterRule,
  replaceItem,
} from "./filter-tree";

interface FilterGroupEditorProps {
  group: FilterGroup;
  /** Where the group stands in `top`. */
  path: FilterPath;
  top: FilterGroup;
  change: (top: FilterGroup) => void;
  knowledge: FilterKnowledge;
}

const NEW_RULE: FilterRule = {
  kind: "rule",
  field: { kind: "metric", key: "" },
  operator: "<",
  value: "",
};

const JOINS = [
  { value: "and", label: "All of" },
  { value: "or", label: "Any of" },
  { value: "none", label: "None of" },
] as const;

type Join = (typeof JOINS)[number]["value"] | "not-all";

const READINGS: Readonly<Record<Join, Pick<FilterGroup, "join" | "isNegated">>> = {
  and: { join: "and", isNegated: false },
  or: { join: "or", isNegated: false },
  none: { join: "or", isNegated: true },
  "not-all": { join: "and", isNegated: true },
};

function joinOf({ join, isNegated, items }: FilterGroup): Join {
  if (!isNegated) return join;
  return join === "or" || items.length < 2 ? "none" : "not-all";
}

/** "Not all of" can only be written as text; it is offered where it has been. */
const joinOptions = (join: Join): readonly { value: Join; label: string }[] =>
  join === "not-all" ? [...JOINS, { value: join, label: "Not all of" }] : JOINS;

function Items({ group, path, top, change, knowledge }: FilterGroupEditorProps) {
  return group.items.map((item, index) => {
    const at = [...path, index];
    const key = at.join(".");
    const replace = (next: FilterItem | null) => change(replaceItem(top, at, next));
    return item.kind === "rule" ? (
      <FilterRuleRow
        key={key}
        rule={item}
        knowledge={knowledge}
        onChange={replace}
        onRemove={() => replace(null)}
      />
    ) : (
      <div key={key} className="flex gap-1.5">
        <div className="min-w-0 grow">
          <FilterGroupEditor
            group={item}
            path={at}
            top={top}
            change={change}
            knowledge={knowledge}
          />
        </div>
        <IconButton label="Remove group" size="sm" onClick={() => replace(null)}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
    );
  });
}

/** Conditions that are asked together, and groups of them. */
export function FilterGroupEditor(props: FilterGroupEditorProps) {
  const { group, path, top, change } = props;
  const edit = (next: (group: FilterGroup) => FilterGroup) => change(changeGroup(top, path, next));
  const add = (item: FilterItem) => edit((inner) => ({ ...inner, items: [...inner.items, item] }));
  return (
    <div className={cn("grid gap-2", path.length > 0 && "rounded-md border bg-sunken p-2")}>
      {group.items.length > 1 || path.length > 0 || group.isNegated ? (
        <ToggleGroup
          label="How the conditions are joined"
          size="sm"
          options={joinOptions(joinOf(group))}
          value={joinOf(group)}
          onChange={(join) => edit((inner) => ({ ...inner, ...READINGS[join] }))}
          className="justify-self-start"
        />
      ) : null}
      {group.items.length === 0 && path.length === 0 ? (
        <p className="text-muted text-sm">
          Every run is listed. Add a condition to narrow it down.
        </p>
      ) : null}
      <Items {...props} />
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => add(NEW_RULE)}>
          <Plus aria-hidden="true" />
          Add condition
        </Button>
        {path.length < 2 ? (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => add({ ...EMPTY_GROUP, join: "or", items: [NEW_RULE] })}
          >
            <FolderPlus aria-hidden="true" />
            Add group
          </Button>
        ) : null}
      </div>
    </div>
  );
}
