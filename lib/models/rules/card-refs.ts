/** One card of a model as an address names it: "version.number". */
export function cardRef({ version, number }: { version: number; number: number }): string {
  return `${version}.${number}`;
}

/** Reads "version.number", or a number alone for the version that the address is about; null for anything else. */
export function parseCardRef(
  text: string,
  ownVersion: string,
): { version: string; card: number } | null {
  const [, version = ownVersion, card = ""] = /^(?:(\d{1,9})\.)?([1-9]\d{0,8})$/.exec(text) ?? [];
  return card === "" ? null : { version, card: Number(card) };
}
