"use client";
import { useOptimistic, useTransition } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { toast } from "@/components/ui/toast";
import { choosePreferenceAction } from "@/lib/events/actions";
import type { PreferenceDto } from "@/lib/events/dto";
import { NOTIFICATION_KINDS } from "@/lib/events/rules/notifications";

interface PreferencesCardProps {
  preferences: readonly PreferenceDto[];
  /** Whether this installation sends e-mail at all. */
  hasEmail: boolean;
}

export function PreferencesCard({ preferences, hasEmail }: PreferencesCardProps) {
  const { slug } = useWorkspace();
  const [, startTransition] = useTransition();
  const [shown, showAlready] = useOptimistic(
    preferences,
    (current: readonly PreferenceDto[], chosen: PreferenceDto) =>
      current.map((one) => (one.kind === chosen.kind ? chosen : one)),
  );
  const choose = (chosen: PreferenceDto) =>
    startTransition(async () => {
      showAlready(chosen);
      const result = await choosePreferenceAction({ workspace: slug, ...chosen });
      if (!result.ok) toast(result.error.message);
    });
  return (
    <Card>
      <CardHeader
        title="Preferences"
        description={
          hasEmail
            ? "How you are told in this workspace. Changes are kept at once."
            : "How you are told in this workspace. E-mail is not set up here: an administrator does that with SMTP_URL."
        }
      />
      <div className="overflow-x-auto px-4 pb-3">
        <table className="w-full text-sm">
          <thead>
            <tr className="text-left text-muted text-xs">
              <th scope="col" className="py-2 font-medium">
                Of what
              </th>
              <th scope="col" className="w-16 py-2 text-center font-medium">
                In app
              </th>
              <th scope="col" className="w-16 py-2 text-center font-medium">
                E-mail
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {shown.map((one) => (
              <tr key={one.kind}>
                <th scope="row" className="py-2 pr-3 text-left font-normal">
                  <span className="block font-medium">{NOTIFICATION_KINDS[one.kind].label}</span>
                  <span className="block text-muted text-xs">
                    {NOTIFICATION_KINDS[one.kind].hint}
                  </span>
                </th>
                <td className="text-center">
                  <Checkbox
                    className="mx-auto"
                    aria-label={`${NOTIFICATION_KINDS[one.kind].label}: in app`}
                    checked={one.isInApp}
                    onCheckedChange={(checked) => choose({ ...one, isInApp: checked === true })}
                  />
                </td>
                <td className="text-center">
                  <Checkbox
                    className="mx-auto"
                    aria-label={`${NOTIFICATION_KINDS[one.kind].label}: by e-mail`}
                    checked={one.isEmailed && hasEmail}
                    disabled={!hasEmail}
                    onCheckedChange={(checked) => choose({ ...one, isEmailed: checked === true })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
