import { defineRoute } from "@/lib/access/define-route";
import { listNeighbours } from "@/lib/lineage/queries/neighbours";
import { neighboursInput } from "@/lib/lineage/schema";

export const GET = defineRoute({ input: neighboursInput, run: listNeighbours });
