"use client";
import { useEffect, useEffectEvent, useState } from "react";
import { cardForm } from "@/lib/models/schema/cards";
import type { CardFormApi, CardFormValues } from "./card-form-values";

/** Read leniently: a draft that is no card any more is forgotten. */
function readDraft(key: string): CardFormValues | null {
  try {
    const parsed = cardForm.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "null"));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Keeps what is written and not saved in the tab, so that neither the Back button nor a reload loses it, and asks before
 * the tab is closed.
 */
export function useCardDraft(form: CardFormApi, key: string) {
  const [isRestored, setIsRestored] = useState(false);
  const { isDirty } = form.formState;
  const restore = useEffectEvent(() => {
    const draft = readDraft(key);
    if (!draft) return;
    form.reset(draft, { keepDefaultValues: true });
    setIsRestored(true);
  });
  useEffect(() => restore(), []);
  useEffect(() => {
    if (!isDirty) return;
    const keep = (values: unknown) => sessionStorage.setItem(key, JSON.stringify(values));
    keep(form.getValues());
    const { unsubscribe } = form.watch((values) => keep(values));
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      unsubscribe();
      window.removeEventListener("beforeunload", ask);
    };
  }, [form, isDirty, key]);
  return {
    isRestored,
    forget: () => {
      sessionStorage.removeItem(key);
      setIsRestored(false);
    },
  };
}
