const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Black on white, so that it prints as it looks; no script, nothing from elsewhere. */
const STYLE = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.5rem 4rem; color: #1a1d21; background: #fff;
  font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #d7dbe0; break-after: avoid }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.25rem 0 .25rem; break-after: avoid }
p, ul, ol, pre, table, blockquote { margin: .5rem 0 }
.lead { color: #565d66; margin: 0 0 1.5rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; font-size: .9rem }
dt { color: #565d66 } dd { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums }
th, td { border: 1px solid #d7dbe0; padding: .25rem .5rem; text-align: left; vertical-align: top }
th { background: #f4f5f7; overflow-wrap: normal } .number { text-align: right }
tr, li { break-inside: avoid }
code, pre { font: .85em/1.5 ui-monospace, monospace } pre { padding: .75rem; background: #f4f5f7; white-space: pre-wrap }
blockquote { border-left: 3px solid #d7dbe0; margin-left: 0; padding-left: 1rem; color: #565d66 }
figure { margin: 1rem 0; break-inside: avoid } svg { max-width: 100%; height: auto }
a { color: #1d4ed8 } footer { margin-top: 3rem; color: #565d66; font-size: .8rem }
@page { margin: 18mm }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt } a { color: inherit } }
`.trim();

/** A page of its own, for print and for people without an account: nothing of it is fetched, nothing of it runs. */
export const printPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
