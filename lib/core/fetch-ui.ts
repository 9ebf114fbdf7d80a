import { z } from "zod";

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

const failureInput = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** What went wrong with a read, as a sentence for the person who looks at the screen. */
export class UiError extends Error {
  override readonly name = "UiError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const AWAY = "The server does not answer. Check your connection; the page tries again by itself.";

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "") continue;
    if (typeof value === "object") for (const item of value) search.append(name, item);
    else search.append(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

async function failureOf(response: Response): Promise<UiError> {
  const parsed = failureInput.safeParse(await response.json().catch(() => null));
  return parsed.success
    ? new UiError(parsed.data.error.code, parsed.data.error.message)
    : new UiError("UNAVAILABLE", AWAY);
}

/** A read of our own screens. The answer is what the route handler of the same path promises. */
export async function fetchUi<Data>(
  path: string,
  query: Query,
  signal?: AbortSignal,
): Promise<Data> {
  const response = await fetch(withQuery(path, query), {
    headers: { Accept: "application/json" },
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new UiError("UNAVAILABLE", AWAY);
  });
  if (!response.ok) throw await failureOf(response);
  // True because both ends are of this repository and share the DTO's type.
  return (await response.json()) as Data;
}
