import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { Failure } from "@/lib/core/result";

/** Puts a refused action's messages at the fields they are about; the rest goes above the form, as `root`. */
export function showFailure<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, "setError" | "getValues">,
  failure: Failure,
): void {
  const names = Object.keys(form.getValues());
  const own = Object.entries(failure.fields ?? {}).filter(([field]) => names.includes(field));
  // The name is one of the form's own fields, checked just now.
  for (const [field, message] of own)
    form.setError(field as Path<Values>, { message }, { shouldFocus: true });
  if (own.length === 0) form.setError("root", { message: failure.message });
}
