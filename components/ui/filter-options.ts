/** Options whose label or value holds every word of the text, best first: those that start with it, then in order. */
export function filterOptions<T extends { value: string; label: string }>(
  options: readonly T[],
  text: string,
): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return options;
  const found = options.filter(({ value, label }) => {
    const haystack = `${label}\n${value}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
  const startsWith = ({ label }: T) => label.toLowerCase().startsWith(first);
  return [...found.filter(startsWith), ...found.filter((option) => !startsWith(option))];
}
