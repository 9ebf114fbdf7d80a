export function sortNumbers(values: Float64Array): Float64Array {
  return values.slice().sort();
}
