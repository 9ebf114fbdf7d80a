export const PLACE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** Names of the parameters that a text has places for, as `{{ name }}`. */
export const placesIn = (text: string): string[] =>
  [...text.matchAll(PLACE)].map(([, name = ""]) => name);

/** A comment, an escaped sign, a text in single or in double quotes, or a place outside of all of them. */
export const SHELL_PARTS =
  /(?<=^|\s)#.*|\\[\s\S]|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|\{\{\s*[A-Za-z_]\w*\s*\}\}/gm;
