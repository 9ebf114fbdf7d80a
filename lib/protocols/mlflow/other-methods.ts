import type { FastifyInstance } from "fastify";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/**
 * Watches the routes that are added from now on. What it answers, called when they are all there, makes a known path
 * with another method say 405, as MLflow does, where Fastify would say that there is no such path.
 */
export function otherMethods(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>();
  const watched = { isOver: false };
  app.addHook("onRoute", ({ url, method }) => {
    if (watched.isOver) return;
    const methods = known.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    known.set(url, methods);
  });
  return () => {
    watched.isOver = true;
    for (const [url, methods] of known)
      app.route({
        method: METHODS.filter((method) => !methods.has(method)),
        url,
        config: { access: "public" },
        handler: async (_request, reply) =>
          reply
            .code(405)
            .header("Allow", [...methods].join(", "))
            .type("text/html")
            .send("<!doctype html><title>405 Method Not Allowed</title><p>Method Not Allowed"),
      });
  };
}
