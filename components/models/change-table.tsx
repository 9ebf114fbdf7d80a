import { Equal, Minus, Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { ScrollArea } from "@/components/ui/scroll-area";
import { NO_VALUE } from "@/lib/core/format";
import type { ChangeState } from "@/lib/models/rules/compare-values";

const STATES = {
  changed: { label: "Changed", tone: "warning", Icon: Pencil },
  added: { label: "Added", tone: "success", Icon: Plus },
  removed: { label: "Removed", tone: "danger", Icon: Minus },
  same: { label: "Same", tone: "neutral", Icon: Equal },
} as const satisfies Record<ChangeState, { label: string; tone: Tone; Icon: typeof Plus }>;

/** What became of a thing from one version to the other, in a word and a sign. */
export function StateBadge({ state, label }: { state: ChangeState; label?: string | undefined }) {
  const { label: word, tone, Icon } = STATES[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label ?? word}
    </Badge>
  );
}

interface ChangeRow {
  key: string;
  state: ChangeState;
  /** Another word for the state. */
  stateLabel?: string | undefined;
  name: ReactNode;
  candidate: ReactNode;
  base: ReactNode;
  /** Below the name, such as why it matters. */
  note?: string | undefined;
}

interface ChangeTableProps {
  label: string;
  rows: readonly ChangeRow[];
  /** How the two versions are called. */
  heads: { candidate: string; base: string };
}

const head = "whitespace-nowrap px-2 sm:px-3 py-1.5 text-left font-medium text-muted text-xs";
const cell = "min-w-18 max-w-80 break-words border-t px-2 sm:px-3 py-1.5 align-top tabular-nums";
const missing = <span className="text-subtle">{NO_VALUE}</span>;

/** Things by name with what each of two versions has of them. */
export function ChangeTable({ label, rows, heads }: ChangeTableProps) {
  return (
    <ScrollArea label={label} className="max-h-110">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className={`${head} pl-4`}>
              Name
            </th>
            <th scope="col" className={head}>
              {heads.candidate}
            </th>
            <th scope="col" className={head}>
              {heads.base}
            </th>
            <th scope="col" className={`${head} pr-4`}>
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="hover:bg-hover">
              <th
                scope="row"
                className="wrap-anywhere min-w-24 max-w-80 border-t py-1.5 pr-3 pl-4 text-left align-top font-normal text-muted"
              >
                {row.name}
                {row.note ? <span className="block text-danger-fg text-xs">{row.note}</span> : null}
              </th>
              <td className={cell}>{row.candidate ?? missing}</td>
              <td className={cell}>{row.base ?? missing}</td>
              <td className="border-t py-1.5 pr-4 pl-3 align-top">
                <StateBadge state={row.state} label={row.stateLabel} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
