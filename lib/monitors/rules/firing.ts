/** What an alert that fires says. */
export interface Firing {
  /** In a sentence. */
  summary: string;
  /** When the newest window that speaks for it began. */
  opensAt: number;
  /** Columns, the one that went farthest beyond its threshold first. */
  columns: string[];
}
