import type { ComparedTextDto, ComparisonDto } from "@/lib/runs/dto/comparison";

/** The comparison with its runs in another order, those not named left out. Nothing has to be read again for it. */
export function arrangeComparison(
  comparison: ComparisonDto,
  uuids: readonly string[],
): ComparisonDto {
  const places = new Map(comparison.runs.map(({ uuid }, index) => [uuid, index]));
  const order = [...new Set(uuids)].flatMap((uuid) => places.get(uuid) ?? []);
  const arranged = <Value>(values: readonly Value[]): Value[] =>
    order.flatMap((index) => {
      const value = values[index];
      return value === undefined ? [] : [value];
    });
  const texts = (list: readonly ComparedTextDto[]) =>
    list
      .map(({ key, values }) => ({ key, values: arranged(values) }))
      .filter(({ values }) => values.some((value) => value !== null));
  return {
    runs: arranged(comparison.runs),
    metrics: comparison.metrics
      .map(({ key, last, min, max }) => ({
        key,
        last: arranged(last),
        min: arranged(min),
        max: arranged(max),
      }))
      .filter(({ last }) => last.some((value) => value !== null)),
    params: texts(comparison.params),
    tags: texts(comparison.tags),
  };
}
