export interface Eigen {
  values: number[];
  /** The vector of each value, of length 1. */
  vectors: number[][];
}

const SWEEPS = 60;

/** Turns rows and columns p and q so that what stands at (p, q) becomes 0. */
function rotate(matrix: number[][], vectors: number[][], p: number, q: number): void {
  const entry = (row: number, column: number) => matrix[row]?.[column] ?? 0;
  if (entry(p, q) === 0) return;
  const theta = (entry(q, q) - entry(p, p)) / (2 * entry(p, q));
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (row: number[]) => {
    const [left, right] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = cosine * left - sine * right;
    row[q] = sine * left + cosine * right;
  };
  for (const row of matrix) turn(row);
  const [upper, lower] = [[...(matrix[p] ?? [])], [...(matrix[q] ?? [])]];
  matrix[p] = upper.map((value, at) => cosine * value - sine * (lower[at] ?? 0));
  matrix[q] = upper.map((value, at) => sine * value + cosine * (lower[at] ?? 0));
  for (const row of vectors) turn(row);
}

/** Eigenvalues of a small symmetric matrix by Jacobi's rotations. */
export function symmetricEigen(symmetric: readonly (readonly number[])[]): Eigen {
  const size = symmetric.length;
  const matrix = symmetric.map((row) => [...row]);
  const columns = symmetric.map((_, row) =>
    Array.from({ length: size }, (_value, at) => (at === row ? 1 : 0)),
  );
  for (let sweep = 0; sweep < SWEEPS; sweep += 1)
    for (let p = 0; p < size - 1; p += 1)
      for (let q = p + 1; q < size; q += 1) rotate(matrix, columns, p, q);
  return {
    values: matrix.map((row, at) => row[at] ?? 0),
    vectors: matrix.map((_, at) => columns.map((row) => row[at] ?? 0)),
  };
}
