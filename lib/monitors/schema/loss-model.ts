import { z } from "zod";

/** The value of a leaf; or a feature's place, an edge, and the trees of what is below it and of what is not. */
export type Tree = number | [feature: number, edge: number, below: Tree, other: Tree];
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([z.number(), z.tuple([z.number(), z.number(), tree, tree])]),
);
const forest = z.object({ start: z.number(), trees: z.array(tree) });
export type Forest = z.output<typeof forest>;

/** Columns by which losses are expected, beside the answer itself; of texts each category by its place. */
const lossColumn = z.object({ name: z.string(), categories: z.array(z.string()).nullable() });
export type LossColumn = z.output<typeof lossColumn>;

/** Which losses rows have, learned from labelled ones. */
export const lossModel = z.object({
  columns: z.array(lossColumn),
  absolute: forest,
  squared: forest,
});
export type LossModel = z.output<typeof lossModel>;
