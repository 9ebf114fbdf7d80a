import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/core/errors";
import type { Actor } from "./actor";
import { actorOfSession, readSession, SESSION_COOKIE, type Session } from "./sessions";

async function sessionCookie(): Promise<string | undefined> {
  return (await cookies()).get(SESSION_COOKIE)?.value;
}

/** The signed-in person, or null. One look-up a request. */
export const getSession = cache(
  async (): Promise<Session | null> => readSession(await sessionCookie()),
);

/** For pages: who is asking in this workspace. Sends strangers to sign in and hides workspaces that are not theirs. */
export const getActor = cache(async (slug: string): Promise<Actor> => {
  try {
    return await actorOfSession(await sessionCookie(), slug);
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") redirect("/sign-in");
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

/** For server actions: the same, but failures are thrown for the action to report. */
export async function getActionActor(slug: string): Promise<Actor> {
  return actorOfSession(await sessionCookie(), slug);
}
