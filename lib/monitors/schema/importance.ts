import { z } from "zod";

/** As autologging of XGBoost and LightGBM writes them beside a run; of linear boosters with a number for each class. */
export const loggedImportances = z.record(z.string(), z.union([z.number(), z.array(z.number())]));
