import type { ColumnValues } from "@/lib/datasets/schema/table-scan";
import { MASK } from "@/lib/deployments/rules/masks";

/** Values of a column as rows of the log have them, gathered one by one. What is masked, or of another kind, is missing. */
export class GatheredColumn {
  private readonly numbers: number[] = [];
  private readonly places: number[] = [];
  private readonly texts = new Map<string, number>();
  private missing = 0;

  constructor(private readonly as: ColumnValues["kind"]) {}

  get size(): number {
    return this.as === "numbers" ? this.numbers.length : this.places.length;
  }

  add(value: unknown): void {
    if (this.as === "numbers") this.addNumber(value);
    else this.addText(value);
  }

  private addNumber(value: unknown): void {
    const isNumber = typeof value === "number" || typeof value === "bigint";
    if (!isNumber) this.missing += 1;
    this.numbers.push(isNumber ? Number(value) : Number.NaN);
  }

  private addText(value: unknown): void {
    if (value === undefined || value === null || value === MASK || typeof value === "object") {
      this.places.push(-1);
      return;
    }
    const text = String(value);
    const place = this.texts.get(text) ?? this.texts.size;
    this.texts.set(text, place);
    this.places.push(place);
  }

  finish(): ColumnValues {
    if (this.as === "numbers")
      return { kind: "numbers", values: Float64Array.from(this.numbers), missing: this.missing };
    return { kind: "texts", texts: [...this.texts.keys()], places: Int32Array.from(this.places) };
  }
}
