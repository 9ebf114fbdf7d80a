import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { expect, expectAccessible, test } from "./fixtures/test";

interface Received {
  signature: string | undefined;
  authorization: string | undefined;
  body: string;
}

/** Somebody else's system, on loopback, which the journeys' server may reach. */
async function openReceiver() {
  const received: Received[] = [];
  const answer = { status: 200 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { authorization, "x-mlflow-signature": signature } = request.headers;
      received.push({ signature: signature?.toString(), authorization, body });
      response.writeHead(answer.status).end(`said ${answer.status}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, answer, close: () => server.close() };
}

test("a webhook is made, tried, told of events, fails, is mended, redelivered and deleted", async ({
  page,
  workspace,
  signInAs,
  api,
}) => {
  const receiver = await openReceiver();
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/webhooks`);
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "New webhook" });
  await dialog.getByLabel("Name", { exact: true }).fill("ci");
  await dialog.getByLabel("URL").fill("https://169.254.169.254/latest/meta-data");
  await dialog.getByLabel("Secret").fill("a secret of the journey");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(dialog.getByText("Choose at least one event.")).toBeVisible();
  await dialog.getByLabel("Registered model created").check();
  await dialog.getByLabel("Run finished").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(dialog.getByText(/not an address of the public Internet/)).toBeVisible();
  await dialog.getByLabel("URL").fill(receiver.url);
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByRole("heading", { name: "ci" })).toBeVisible();
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();

  await page.getByRole("button", { name: "Send test" }).click();
  const deliveries = page.getByRole("region", { name: "Deliveries" });
  await expect(deliveries.getByRole("link", { name: /Delivered 200/ })).toBeVisible();
  expect(receiver.received[0]?.signature).toMatch(/^v1,/);

  receiver.answer.status = 404;
  const created = await api.call("POST", "registered-models/create", { name: "churn" });
  expect(created).toMatchObject({ registered_model: { name: "churn" } });
  const failed = deliveries.getByRole("link", { name: /Registered model created.*Failed 404/ });
  await expect(failed).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("It does not take deliveries")).toBeVisible();
  await failed.click();
  await expect(page).toHaveURL(/delivery=/);
  await expect(deliveries.getByText("said 404")).toBeVisible();
  await expect(deliveries.getByText('"name": "churn"')).toBeVisible();
  await expectAccessible(page);

  receiver.answer.status = 200;
  await deliveries.getByRole("button", { name: "Redeliver" }).click();
  await expect(deliveries.getByRole("link", { name: /Redelivery.*Delivered 200/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText("It does not take deliveries")).toHaveCount(0);
  expect(receiver.received.at(-1)?.body).toBe(receiver.received.at(-2)?.body);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: /Edit webhook/ });
  await expect(edit.getByLabel("New secret")).toHaveValue("");
  await edit.getByLabel("Description").fill("Builds on every new model");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Builds on every new model")).toBeVisible();

  await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: /Webhook ci does not take deliveries/ }).click();
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  receiver.close();
});

test("a catalogue of OpenLineage and a channel of Slack are told in their own words", async ({
  page,
  workspace,
  signInAs,
}) => {
  const receiver = await openReceiver();
  await signInAs("admin");
  const make = async (name: string, format: string) => {
    await page.goto(`/${workspace.slug}/settings/webhooks`);
    await page.getByRole("button", { name: "New webhook" }).click();
    const dialog = page.getByRole("dialog", { name: "New webhook" });
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByLabel("URL").fill(receiver.url);
    await dialog.getByLabel("Format").click();
    await page.getByRole("option", { name: format }).click();
    return dialog;
  };
  const send = async () => {
    const sent = receiver.received.length;
    await page.getByRole("button", { name: "Send test" }).click();
    await expect(page.getByRole("link", { name: /Delivered 200/ })).toBeVisible();
    expect(receiver.received.length).toBe(sent + 1);
    return receiver.received.at(-1);
  };
  const lineage = await make("catalogue", "OpenLineage");
  await lineage.getByLabel("Token").fill("a token of the catalogue");
  await expect(lineage.getByLabel("Run finished"), "what it can be told of").toBeChecked();
  await expect(lineage.getByLabel("Registered model renamed")).toHaveCount(0);
  await expectAccessible(page);
  await lineage.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByRole("heading", { name: "catalogue" })).toBeVisible();
  const event = await send();
  expect(event?.authorization).toBe("Bearer a token of the catalogue");
  expect(JSON.parse(event?.body ?? "")).toMatchObject({
    eventTime: expect.any(String),
    schemaURL: expect.any(String),
  });
  await expectAccessible(page);

  const slack = await make("channel", "Slack message");
  await slack.getByLabel("Run finished").check();
  await slack.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByRole("heading", { name: "channel" })).toBeVisible();
  expect(JSON.parse((await send())?.body ?? "")).toMatchObject({
    text: expect.stringMatching(/Run finished/),
  });
  receiver.close();
});

test("notifications arrive live, are read, and come as their reader chose", async ({
  page,
  workspace,
  signInAs,
}) => {
  await signInAs("approver");
  await page.goto(`/${workspace.slug}/notifications`);
  await expect(page.getByText("Nothing has needed you yet")).toBeVisible();
  // What happens before the stream is open is only in the next reading.
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const client = new pg.Client({ connectionString: process.env.SLIPWAY_E2E_DATABASE });
  await client.connect();
  await client.query(
    `WITH told AS (
       INSERT INTO notifications (id, workspace_id, user_id, kind, title, body, href)
       SELECT gen_random_uuid(), $1, id, 'approval.requested', 'churn 3 waits for your decision', 'Ada asked for @champion.', $2
       FROM users WHERE email = $3 RETURNING user_id)
     SELECT pg_notify('slipway_events', json_build_object('workspaceId', $1::text,
       'topics', json_build_array('notifications:' || user_id))::text) FROM told`,
    [workspace.id, `/${workspace.slug}/models`, workspace.people.approver.email],
  );
  await client.end();
  await expect(page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Unread: churn 3 waits/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
  await page.getByRole("radio", { name: "Unread" }).click();
  await expect(page.getByText("Everything is read")).toBeVisible();
  const choice = page.getByRole("checkbox", { name: "Comments on requests of mine: in app" });
  const kept = page.waitForResponse((response) => response.request().method() === "POST");
  await choice.uncheck();
  await kept;
  await page.reload();
  await expect(choice).not.toBeChecked();
});

test("webhooks are for admins", async ({ page, workspace, signInAs }) => {
  await signInAs("approver");
  await page.goto(`/${workspace.slug}/settings`);
  await expect(page.getByRole("link", { name: "Webhooks" })).toHaveCount(0);
  await page.goto(`/${workspace.slug}/settings/webhooks`);
  await expect(page.getByText("Webhooks are for admins")).toBeVisible();
  await expectAccessible(page);
});
