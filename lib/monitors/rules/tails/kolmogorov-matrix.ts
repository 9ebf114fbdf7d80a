interface Scaled {
  values: Float64Array;
  /** Powers of two that were taken out. */
  exponent: number;
}

function rescaled({ values, exponent }: Scaled): Scaled {
  const most = values.reduce((greatest, value) => Math.max(greatest, value), 0);
  const shift = most > 0 ? Math.floor(Math.log2(most)) : 0;
  return { values: values.map((value) => value * 2 ** -shift), exponent: exponent + shift };
}

function multiply(a: Scaled, b: Scaled, size: number): Scaled {
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let inner = 0; inner < size; inner += 1) {
      const factor = a.values[row * size + inner] ?? 0;
      if (factor === 0) continue;
      for (let column = 0; column < size; column += 1) {
        const place = row * size + column;
        values[place] = (values[place] ?? 0) + factor * (b.values[inner * size + column] ?? 0);
      }
    }
  return rescaled({ values, exponent: a.exponent + b.exponent });
}

function power(base: Scaled, exponent: number, size: number): Scaled {
  if (exponent === 1) return base;
  const half = power(base, Math.floor(exponent / 2), size);
  const square = multiply(half, half, size);
  return exponent % 2 === 0 ? square : multiply(square, base, size);
}

/** Durbin's matrix as Marsaglia, Tsang and Wang (2003) give it: its corners know how far n·x is from a whole number. */
function durbinMatrix(size: number, rest: number): Float64Array {
  const matrix = new Float64Array(size * size);
  const at = (row: number, column: number) => row * size + column;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size && column <= row + 1; column += 1)
      matrix[at(row, column)] = 1;
  for (let row = 0; row < size; row += 1) {
    const left = at(row, 0);
    matrix[left] = (matrix[left] ?? 0) - rest ** (row + 1);
    const below = at(size - 1, row);
    matrix[below] = (matrix[below] ?? 0) - rest ** (size - row);
  }
  const corner = at(size - 1, 0);
  matrix[corner] = (matrix[corner] ?? 0) + Math.max(0, 2 * rest - 1) ** size;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column <= row; column += 1)
      for (let divisor = 1; divisor <= row - column + 1; divisor += 1)
        matrix[at(row, column)] = (matrix[at(row, column)] ?? 0) / divisor;
  return matrix;
}

/** Chance that Kolmogorov's D of n values is below x, by the n-th power of a matrix of about 2·n·x rows. */
export function kolmogorovByMatrix(n: number, x: number): number {
  const steps = Math.ceil(n * x);
  const size = 2 * steps - 1;
  const values = durbinMatrix(size, steps - n * x);
  const raised = power(rescaled({ values, exponent: 0 }), n, size);
  let result = raised.values[(steps - 1) * size + steps - 1] ?? 0;
  let exponent = raised.exponent;
  for (let k = 1; k <= n; k += 1) {
    result *= k / n;
    if (result < 2 ** -400) {
      result *= 2 ** 400;
      exponent -= 400;
    }
  }
  return result * 2 ** exponent;
}
