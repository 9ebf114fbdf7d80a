/**
 * Said again beside the elements that imply them: rows and cells are laid out as boxes here, and some browsers take an
 * implied role away from a table that is displayed as anything else.
 */
export const GRID_ROLES = {
  rows: "rowgroup",
  row: "row",
  cell: "gridcell",
  header: "columnheader",
} as const;
