import type { Change } from "../rules/definition-changes";
import type { MonitorDefinition, WindowVerdict } from "../schema/monitors";

/** A definition with whoever made it. Times are milliseconds since the epoch. */
export interface DefinitionDto {
  version: number;
  reference: { datasetId: number; dataset: string; version: number };
  definition: MonitorDefinition;
  /** Whether each column holds numbers or categories. */
  kinds: Record<string, "number" | "category">;
  createdBy: string;
  createdAt: number;
  /** Windows that begin earlier are not judged by it. */
  judgesFrom: number;
  /** What it changed; nothing for the first one. */
  changes: Change[];
}

/** A window as it was judged and as it would be. */
interface PreviewWindowDto {
  opensAt: number;
  closesAt: number;
  rows: number;
  /** Null where no window of this kind was judged. */
  before: { verdict: WindowVerdict; share: number } | null;
  after: { verdict: WindowVerdict; share: number };
  /** Columns that would have drifted. */
  drifted: string[];
}

/** What a definition would do. */
export interface DefinitionPreviewDto {
  changes: Change[];
  /** The newest ones, the newest first. */
  windows: PreviewWindowDto[];
  /** Columns that are counted anew first, so that nothing can be said of them before. */
  uncounted: string[];
}

/** A column of the reference as an editor shows it. */
export interface EditedColumnDto {
  name: string;
  source: "input" | "answer";
  type: "number" | "boolean" | "time" | "text";
  distinct: number;
  /** Null while it is left out. */
  kind: "number" | "category" | null;
  settings: MonitorDefinition["columns"][number] | null;
  /** Why it is left out. */
  reason: string | null;
}

/** What an editor of a definition begins with. */
export interface DefinitionEditorDto {
  monitor: number;
  current: DefinitionDto;
  columns: EditedColumnDto[];
}

/** What the page of a monitor's definition shows. */
export interface DefinitionPageDto {
  monitor: number;
  name: string;
  /** The newest first. */
  history: DefinitionDto[];
  /** Whether there are no older ones. */
  isWhole: boolean;
  /** Null for who may not change it, or where the reference is not known any more. */
  editor: DefinitionEditorDto | null;
}
