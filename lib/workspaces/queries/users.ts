import "server-only";
import { assertCan, type Person } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { db } from "@/lib/db/client";
import { type AccountDto, toAccountDto, toUserDto, type UserDto } from "../dto";
import type { ListUsersInput } from "../schema";

/** Everybody who can sign in to this installation, by e-mail address. */
export async function listUsers(
  person: Person,
  { limit, pageToken, search }: ListUsersInput,
): Promise<Page<UserDto>> {
  assertCan(person, "user:read");
  const after = lastKey(pageToken, storableText);
  const contains = { contains: search, mode: "insensitive" } as const;
  const rows = await db().user.findMany({
    where: {
      ...(after === undefined ? {} : { email: { gt: after } }),
      ...(search ? { OR: [{ email: contains }, { name: contains }] } : {}),
    },
    include: { identities: true, _count: { select: { memberships: true } } },
    orderBy: { email: "asc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ email }) => email, toUserDto);
}

export async function getUser(person: Person, userId: string): Promise<UserDto> {
  assertCan(person, "user:read");
  const row = await db().user.findUnique({
    where: { id: userId },
    include: { identities: true, _count: { select: { memberships: true } } },
  });
  if (!row) throw new AppError("NOT_FOUND", "This user does not exist.");
  return toUserDto(row);
}

/** The caller's own account. */
export async function getAccount(person: Person): Promise<AccountDto> {
  assertCan(person, "account:read");
  const row = await db().user.findUnique({
    where: { id: person.userId },
    include: { identities: true },
  });
  if (!row) throw new AppError("NOT_FOUND", "This account does not exist any more.");
  return toAccountDto(row);
}
