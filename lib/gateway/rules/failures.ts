/** How a model failed whoever asked it rightly, as a status of HTTP. */
const STATUS = {
  /** It answered something that is no answer, or an error. */
  BROKEN: 502,
  /** It is not there for the moment. */
  AWAY: 503,
  /** It took longer than it may. */
  LATE: 504,
} as const;
export type ModelFailureKind = keyof typeof STATUS;

/** The model's failure, not the caller's. Its message is a sentence for whoever called. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly status: number;

  constructor(
    readonly kind: ModelFailureKind,
    message: string,
  ) {
    super(message);
    this.status = STATUS[kind];
  }
}
