"use client";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SearchInput } from "@/components/ui/search-input";
import { formatPlural, NO_VALUE } from "@/lib/core/format";
import { BINNING_WORDS, METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { ChangeColumnsDialog } from "./change-columns-dialog";
import { type ColumnChange, changed, type EditedColumn, type LimitKind } from "./edit-form";

/** More are found by their names. */
const SHOWN = 100;

const LIMIT_SHORT: Readonly<Record<LimitKind, (column: EditedColumn) => string>> = {
  constant: ({ value }) => `from ${value} on`,
  p_value: ({ value }) => `p up to ${value}`,
  false_alarms: ({ value }) => `one false alarm in ${value}`,
  learned: ({ learnFrom }) =>
    learnFrom === "reference" ? "learned from the reference" : "learned from windows",
};

const head = "px-3 py-1.5 text-left font-medium text-muted text-xs";
const cell = "px-3 py-1.5 text-left align-top";

interface RowProps {
  column: EditedColumn;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
  onEdit: () => void;
}

function Row({ column, isChosen, onChoose, onEdit }: RowProps) {
  const { name, kind, isWatched, reason, bins, method, importance, wasWatched } = column;
  const why = isWatched ? null : wasWatched ? "Somebody left it out." : reason;
  return (
    <tr className="border-t">
      <td className={cell}>
        <Checkbox
          aria-label={`Choose ${name}`}
          checked={isChosen}
          onCheckedChange={(checked) => onChoose(checked === true)}
        />
      </td>
      <th scope="row" className={`${cell} max-w-60 font-normal`}>
        <button
          type="button"
          onClick={onEdit}
          className="block max-w-full truncate text-accent-fg underline underline-offset-2"
          title={name}
        >
          {name}
        </button>
      </th>
      <td className={cell}>{kind === "number" ? "numbers" : "categories"}</td>
      {isWatched ? (
        <>
          <td className={cell}>{METHOD_WORDS[method].label}</td>
          <td className={`${cell} text-muted`}>
            {kind === "number" ? BINNING_WORDS[bins] : NO_VALUE}
          </td>
          <td className={cell}>{LIMIT_SHORT[column.limitKind](column)}</td>
          <td className={`${cell} tabular-nums`}>
            {importance === "" ? "from the run" : importance}
          </td>
        </>
      ) : (
        <td colSpan={4} className={`${cell} text-muted`}>
          {`Left out: ${why ?? ""}`}
        </td>
      )}
    </tr>
  );
}

function useChosen(columns: readonly EditedColumn[]) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return columns.filter(({ name }) => name.toLowerCase().includes(wanted));
  }, [columns, text]);
  const choose = (names: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const name of names) {
      if (isChosen) next.add(name);
      else next.delete(name);
    }
    setChosen(next);
  };
  return { text, setText, chosen, choose, found };
}

interface EditedColumnsProps {
  columns: readonly EditedColumn[];
  onChange: (columns: EditedColumn[]) => void;
  /** Lets the run of the served version say how important they are. */
  onTakeFromRun: () => void;
}

/** All columns of a reference: found by name, chosen with the keyboard, changed one by one or many at once. */
export function EditedColumns({ columns, onChange, onTakeFromRun }: EditedColumnsProps) {
  const { text, setText, chosen, choose, found } = useChosen(columns);
  /** Names of the columns whose dialog is open. */
  const [edited, setEdited] = useState<readonly string[]>([]);
  const shown = found.slice(0, SHOWN);
  const isAll = shown.length > 0 && shown.every(({ name }) => chosen.has(name));
  const close = () => setEdited([]);
  const apply = (change: ColumnChange) => {
    onChange(columns.map((one) => (edited.includes(one.name) ? changed(one, change) : one)));
    close();
  };
  return (
    <Card aria-label="Columns">
      <CardHeader
        title="Columns"
        description={`${columns.filter(({ isWatched }) => isWatched).length} of ${columns.length} are watched.`}
        actions={
          <>
            <Button size="sm" onClick={onTakeFromRun}>
              Take importance from the run
            </Button>
            <Button size="sm" disabled={chosen.size === 0} onClick={() => setEdited([...chosen])}>
              {chosen.size === 0
                ? "Change chosen"
                : `Change ${formatPlural(chosen.size, "column")}`}
            </Button>
          </>
        }
      />
      <div className="p-3">
        <SearchInput
          label="Find columns"
          value={text}
          onChange={setText}
          placeholder="Find columns"
          className="max-w-80"
        />
      </div>
      <ScrollArea label="Columns of the reference" className="max-h-140">
        <table className="w-full min-w-180 text-sm">
          <thead>
            <tr>
              <th scope="col" className={head}>
                <Checkbox
                  aria-label="Choose all that are shown"
                  checked={isAll}
                  onCheckedChange={(checked) =>
                    choose(
                      shown.map(({ name }) => name),
                      checked === true,
                    )
                  }
                />
              </th>
              {["Column", "Type", "Method", "Bins", "Drifted", "Importance"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <Row
                key={column.name}
                column={column}
                isChosen={chosen.has(column.name)}
                onChoose={(isChosen) => choose([column.name], isChosen)}
                onEdit={() => setEdited([column.name])}
              />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {found.length > SHOWN ? (
        <p className="px-4 py-2 text-muted text-sm">{`${found.length - SHOWN} more: find them by their names.`}</p>
      ) : null}
      <Dialog open={edited.length > 0} onOpenChange={close}>
        {edited.length > 0 ? (
          <ChangeColumnsDialog
            columns={columns.filter(({ name }) => edited.includes(name))}
            onApply={apply}
          />
        ) : null}
      </Dialog>
    </Card>
  );
}
