import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import type { Actor, Person, Visitor } from "./actor";
import { clientAddress, PAGE_HEADER } from "./request-headers";
import {
  actorOfSession,
  personOfSession,
  readSession,
  SESSION_COOKIE,
  type Session,
} from "./sessions";

async function sessionCookie(): Promise<string | undefined> {
  return (await cookies()).get(SESSION_COOKIE)?.value;
}

/** The signed-in person, or null. One look-up a request. */
export const getSession = cache(
  async (): Promise<Session | null> => readSession(await sessionCookie()),
);

/** To the sign-in page, and from there back to the page that was asked for. */
async function askToSignIn(): Promise<never> {
  const page = (await headers()).get(PAGE_HEADER);
  redirect(routes.signIn(page ?? undefined));
}

/** For pages: who is asking in this workspace. Sends strangers to sign in and hides workspaces that are not theirs. */
export const getActor = cache(async (slug: string): Promise<Actor> => {
  try {
    return await actorOfSession(await sessionCookie(), slug);
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return askToSignIn();
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

/** For pages outside of workspaces: the signed-in person. Sends strangers to sign in. */
export async function getPerson(): Promise<Person> {
  return (await getSession()) ?? askToSignIn();
}

/** For server actions: the same, but failures are thrown for the action to report. */
export async function getActionActor(slug: string): Promise<Actor> {
  return actorOfSession(await sessionCookie(), slug);
}

/** For server actions outside of workspaces. */
export async function getActionPerson(): Promise<Person> {
  return personOfSession(await sessionCookie());
}

/** Whoever asks, signed in or not. */
export async function getVisitor(): Promise<Visitor> {
  return { address: clientAddress(await headers()) };
}
