import type { ColumnLayout } from "./column-layout";
import type { GridColumn, PlacedColumn } from "./grid-column";

/**
 * Places columns of one layout. A column keeps its object while the layout stands, so that a cell that stays in sight
 * while the table is scrolled across is not drawn again.
 */
export function columnPlacer<Row>(
  spans: ColumnLayout["pinned"],
  byId: ReadonlyMap<string, GridColumn<Row>>,
  offset: number,
): (indexes: Iterable<number>) => PlacedColumn<Row>[] {
  const known = new Map<number, PlacedColumn<Row>>();
  const placeOne = (index: number): PlacedColumn<Row> | undefined => {
    const span = spans[index];
    const column = span && byId.get(span.id);
    if (!span || !column) return undefined;
    const placed = { ...span, column, position: offset + index + 1 };
    known.set(index, placed);
    return placed;
  };
  return (indexes) => [...indexes].flatMap((index) => known.get(index) ?? placeOne(index) ?? []);
}
