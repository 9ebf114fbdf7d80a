/** A part of the data on which a metric was measured: those rows of which a dimension has a value. */
export interface MetricSlice {
  /** The metric that was measured on it, such as "accuracy". */
  metric: string;
  dimension: string;
  value: string;
}

const MARK = "/slice/";

/**
 * Reads the name of a metric by slice, `<metric>/slice/<dimension>/<value>`; null for any other name. The first
 * "/slice/" parts the metric from its slice and the next slash the dimension from its value. All that follows is the
 * value, slashes included, so nothing is ever escaped: a metric may hold slashes (`val/accuracy/slice/region/eu`) and so
 * may a value (`rmse/slice/path/a/b`), a dimension may not.
 */
export function parseSlice(name: string): MetricSlice | null {
  const at = name.indexOf(MARK);
  if (at <= 0) return null;
  const slice = name.slice(at + MARK.length);
  const end = slice.indexOf("/");
  if (end <= 0 || end === slice.length - 1) return null;
  return {
    metric: name.slice(0, at),
    dimension: slice.slice(0, end),
    value: slice.slice(end + 1),
  };
}

/** The name of a metric by slice, as `parseSlice` reads it. */
export function sliceName({ metric, dimension, value }: MetricSlice): string {
  return `${metric}${MARK}${dimension}/${value}`;
}
