// Runs against a real server, like client.test.ts.
import { describe, expect, expectTypeOf, test } from "vitest";
import { createClient, dataOf, type Problem, ProblemError, type Reminder } from "../src/index.js";

const client = createClient({
  baseUrl: process.env.SALESFLOW_URL ?? "",
  getAccessToken: () => process.env.SALESFLOW_TOKEN ?? "",
});

const remindersPath = "/api/v1/reminders";
const snoozePath = "/api/v1/reminders/{reminder_id}/snooze";

function remind(note: string): Promise<Reminder> {
  return dataOf(client.POST(remindersPath, { body: { action_type: "task", note, priority: "low" } }));
}

function snooze(id: string, body: { to?: "tomorrow" | "weeks"; reason?: string } = {}) {
  return dataOf(client.POST(snoozePath, { params: { path: { reminder_id: id } }, body }));
}

function problemOf(operation: Promise<unknown>): Promise<Problem | undefined> {
  return operation.then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof ProblemError ? thrown.problem : undefined),
  );
}

describe("a reminder", () => {
  test("finds its own time", async () => {
    const reminder = await remind("Produkte bestellen");
    expect(reminder).toMatchObject({ action_type: "task", note: "Produkte bestellen", snooze_count: 0, lead_id: null });
    expect(Date.parse(reminder.scheduled_for)).toBeGreaterThan(0);
    expect(new Date(reminder.scheduled_for).getUTCDay()).not.toBe(0);
  });

  test("is put off to what was chosen or guessed, and warns from the third time on", async () => {
    const { id } = await remind("Steuer");
    const first = await snooze(id, { to: "weeks", reason: "im Urlaub" });
    expect(first).toMatchObject({ too_often: false, reminder: { id, snooze_count: 1 } });
    const weeks = first.options.find((o) => o.to === "weeks");
    expect(first.reminder.scheduled_for).toBe(weeks?.at);
    const second = await snooze(id);
    expect(second.options.map((o) => o.to)).toContain(second.usual);
    expect((await snooze(id)).too_often).toBe(true);
  });

  test("about nothing is a problem, and so is one that does not exist", async () => {
    expect(await problemOf(remind(""))).toMatchObject({ status: 422, code: "invalid" });
    expect(await problemOf(snooze("00000000-0000-4000-8000-000000000000"))).toMatchObject({ status: 404 });
  });

  test("is typed", () => {
    expectTypeOf<Reminder["lead_id"]>().toEqualTypeOf<string | null>();
    // @ts-expect-error: a reminder says what to do
    void (() => client.POST(remindersPath, { body: { note: "x" } }));
  });
});
