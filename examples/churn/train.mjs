/**
 * Trains a model that says which customers leave, on generated rows, and logs it as ONNX. Needs Node and nothing else.
 *
 *   node examples/churn/train.mjs --learner trees --rounds 40
 */
import { train } from "../tabular/train.mjs";
import { CHURN } from "./customers.mjs";

await train(CHURN);
