/**
 * Trains a model that says which payments are fraud, on generated rows, and logs it as ONNX. Needs Node and nothing else.
 *
 *   node examples/fraud/train.mjs --learner logistic
 *   node examples/fraud/train.mjs --without amount,merchant_risk    # a worse challenger
 *   node examples/fraud/train.mjs --unit amount=0.001               # good on its own table, bad on what it is asked
 *   node examples/fraud/train.mjs --variant turned             # merchants' risk as its provider tells it since it turned the scale
 */
import { train } from "../tabular/train.mjs";
import { FRAUD } from "./payments.mjs";

await train(FRAUD);
