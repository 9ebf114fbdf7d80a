import { Button } from "./button";

interface ReadProblemProps {
  /** A read that failed. */
  read: { error: Error; isFetching: boolean; refetch: () => unknown };
}

/** Why something small could not be read, with a button to try once more. */
export function ReadProblem({ read: { error, isFetching, refetch } }: ReadProblemProps) {
  return (
    <p role="alert" className="text-sm">
      {error.message}{" "}
      <Button size="sm" loading={isFetching} onClick={() => void refetch()}>
        Try again
      </Button>
    </p>
  );
}
