/** Hands a file to the browser. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export const csvBlob = (text: string) => new Blob([text], { type: "text/csv;charset=utf-8" });

export const jsonBlob = (content: unknown) =>
  new Blob([JSON.stringify(content, null, 2)], { type: "application/json" });
