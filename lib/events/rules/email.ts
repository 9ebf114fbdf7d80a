interface Mail {
  title: string;
  body: string;
  workspace: string;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** A subject is one line, whatever a name holds. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A notification as an e-mail, in plain text and in HTML. */
export function emailOf(
  { title, body, workspace }: Mail,
  address: string,
): { subject: string; text: string; html: string } {
  const why = `You get this because of your notifications in the workspace ${oneLine(workspace)}.`;
  return {
    subject: `[${oneLine(workspace)}] ${oneLine(title)}`,
    text: [title, body, address, why].filter((part) => part !== "").join("\n\n"),
    html: `<p><strong>${escaped(title)}</strong></p>${body === "" ? "" : `<p>${escaped(body)}</p>`}<p><a href="${escaped(address)}">Open in Slipway</a></p><p><small>${escaped(why)}</small></p>`,
  };
}
