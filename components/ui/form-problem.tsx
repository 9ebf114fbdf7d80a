import { Callout } from "./callout";

/** What is wrong with a form as a whole. */
export function FormProblem({ message }: { message: string | undefined }) {
  return message ? (
    <Callout tone="danger" role="alert">
      {message}
    </Callout>
  ) : null;
}
