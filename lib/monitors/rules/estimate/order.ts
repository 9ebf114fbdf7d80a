const SMALL = 15;

function swap(order: Uint32Array, a: number, b: number): void {
  const kept = order[a] ?? 0;
  order[a] = order[b] ?? 0;
  order[b] = kept;
}

/** Splits around the median of three, and answers where it came to stand. */
function partition(values: Float64Array, order: Uint32Array, low: number, high: number): number {
  const at = (place: number) => values[order[place] ?? 0] ?? 0;
  const middle = low + ((high - low) >> 1);
  if (at(middle) < at(low)) swap(order, middle, low);
  if (at(high) < at(middle)) swap(order, high, middle);
  if (at(middle) < at(low)) swap(order, middle, low);
  const pivot = at(middle);
  let [up, down] = [low, high - 1];
  swap(order, middle, down);
  for (;;) {
    do up += 1;
    while (at(up) < pivot);
    do down -= 1;
    while (pivot < at(down));
    if (up >= down) break;
    swap(order, up, down);
  }
  swap(order, up, high - 1);
  return up;
}

function insert(values: Float64Array, order: Uint32Array, low: number, high: number): void {
  for (let place = low + 1; place <= high; place += 1) {
    const row = order[place] ?? 0;
    const value = values[row] ?? 0;
    let to = place;
    while (to > low && value < (values[order[to - 1] ?? 0] ?? 0)) {
      order[to] = order[to - 1] ?? 0;
      to -= 1;
    }
    order[to] = row;
  }
}

/**
 * Rows by rising value. Equal values stand in the order in which NumPy's quicksort leaves them, since NannyML's sampling
 * error of an AUC hangs on it.
 */
export function orderOf(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values.keys());
  const parts: [low: number, high: number][] = [[0, values.length - 1]];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [low, high] = part;
    if (high - low <= SMALL) insert(values, order, low, high);
    else {
      const pivot = partition(values, order, low, high);
      parts.push([low, pivot - 1], [pivot + 1, high]);
    }
  }
  return order;
}
