// Runs against a real server: SALESFLOW_URL and SALESFLOW_TOKEN name it and a user with at least three open
// suggestions.
import { describe, expect, expectTypeOf, test } from "vitest";
import { createClient, dataOf, type Lead, type Problem, ProblemError, type Suggestion } from "../src/index.js";

const baseUrl = required("SALESFLOW_URL");
const token = required("SALESFLOW_TOKEN");
const client = createClient({ baseUrl, getAccessToken: () => token });
const stranger = createClient({ baseUrl, getAccessToken: async () => `sf_${"A".repeat(43)}` });

const suggestionsPath = "/api/v1/followups/smart-suggestions";
const leadPath = "/api/v1/leads/{lead_id}";
const priorities = ["urgent", "high", "normal", "low", "scheduled"] as const;
const nobody = "00000000-0000-4000-8000-000000000000";

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} must be set: these tests need a running server`);
  }
  return value;
}

function list(query: { limit?: number; priority?: Suggestion["priority"] } = {}): Promise<Suggestion[]> {
  return dataOf(client.GET(suggestionsPath, { params: { query } }));
}

function lead(id: string): Promise<Lead> {
  return dataOf(client.GET(leadPath, { params: { path: { lead_id: id } } }));
}

async function problemOf(operation: Promise<unknown>): Promise<Problem> {
  const error = await operation.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) {
    throw new Error("no problem was thrown", { cause: error });
  }
  expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  return error.problem;
}

/** The key by which the list is sorted; smaller comes first. */
function place(s: Suggestion): [number, number, number] {
  return [priorities.indexOf(s.priority), -s.score, Date.parse(s.silent_since)];
}

function inOrder(before: Suggestion, after: Suggestion): boolean {
  const [a, b] = [place(before), place(after)];
  const differs = a.findIndex((part, i) => part !== b[i]);
  return differs < 0 || (a[differs] ?? 0) < (b[differs] ?? 0);
}

describe("smart suggestions", () => {
  test("the list has the customer's fields", async () => {
    const suggestions = await list();
    expect(suggestions.length).toBeGreaterThanOrEqual(3);
    expect(suggestions.length).toBeLessThanOrEqual(20);
    for (const s of suggestions) {
      expect(s.lead_id).toMatch(/^[0-9a-f-]{36}$/);
      expect(s.suggested_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
      expect(["whatsapp", "email", "call", "telegram", "sms", null]).toContain(s.suggested_channel);
      expect(s.confidence_score).toBeGreaterThanOrEqual(0);
      expect(s.confidence_score).toBeLessThanOrEqual(1);
      expect(Date.parse(s.suggested_time)).toBeGreaterThanOrEqual(Date.parse(s.due_at));
    }
  });

  test("the most urgent come first, then the highest score, then the longest silence", async () => {
    const suggestions = await list({ limit: 100 });
    for (const [i, s] of suggestions.slice(1).entries()) {
      expect(inOrder(suggestions[i] as Suggestion, s)).toBe(true);
    }
    expect(new Set(suggestions.map((s) => s.lead_id)).size).toBe(suggestions.length);
  });

  test("limit shortens the list from its end", async () => {
    const all = await list({ limit: 100 });
    expect((await list({ limit: 2 })).map((s) => s.id)).toEqual(all.slice(0, 2).map((s) => s.id));
  });

  test("priority keeps those of one priority, in the same order", async () => {
    const all = await list({ limit: 100 });
    for (const priority of priorities) {
      const some = await list({ limit: 100, priority });
      const expected = all.filter((s) => s.priority === priority).map((s) => s.id);
      expect(some.map((s) => s.id).slice(0, expected.length)).toEqual(expected);
      expect(some.every((s) => s.priority === priority)).toBe(true);
    }
  });

  test.each([{ limit: 0 }, { limit: 101 }, { priority: "asap" as Suggestion["priority"] }])(
    "%j is not valid",
    async (query) => {
      const problem = await problemOf(list(query));
      expect(problem).toMatchObject({ status: 422, code: "invalid", type: "about:blank" });
      expect(problem.errors?.[0]?.location).toBe(`query.${Object.keys(query)[0]}`);
    },
  );
});

describe("a lead", () => {
  test("is found with its addresses and its open suggestion", async () => {
    const first = (await list({ limit: 1 }))[0] as Suggestion;
    const found = await lead(first.lead_id);
    expect(found).toMatchObject({ id: first.lead_id, name: first.lead_name, open: true });
    expect(found.suggestion).toMatchObject({ id: first.id, priority: first.priority, due_at: first.due_at });
    expect(Array.isArray(found.addresses)).toBe(true);
  });

  test("that does not exist is a problem", async () => {
    expect(await problemOf(lead(nobody))).toMatchObject({ status: 404, code: "not_found", title: "Not Found" });
  });

  test("with a malformed id is a problem that names it", async () => {
    const problem = await problemOf(lead("lisa"));
    expect(problem).toMatchObject({ status: 422, code: "invalid" });
    expect(problem.errors?.[0]?.location).toBe("path.lead_id");
  });
});

describe("why", () => {
  test("a lead that is due is explained in sentences", async () => {
    const [due] = await list();
    const why = await dataOf(client.GET("/api/v1/leads/{lead_id}/why", { params: { path: { lead_id: due?.lead_id ?? nobody } } }));
    expect(why.lead_id).toBe(due?.lead_id);
    expect(why.why.length).toBeGreaterThan(0);
    for (const sentence of why.why) {
      expect(sentence).toMatch(/[.?!]$/);
    }
  });
});

describe("a problem", () => {
  test("is what somebody without a valid token gets", async () => {
    const { data, error, response } = await stranger.GET(suggestionsPath);
    expect(data).toBeUndefined();
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    expect(response.headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
  });

  test("is made of an answer that is not the API's", async () => {
    const behindProxy = createClient({
      baseUrl,
      getAccessToken: () => token,
      fetch: async () => new Response("<h1>Bad Gateway</h1>", { status: 502 }),
    });
    const problem = dataOf(behindProxy.GET(suggestionsPath)).catch((e: ProblemError) => e.problem);
    expect(await problem).toMatchObject({ status: 502, code: "unavailable" });
  });

  test("is typed, like everything else", () => {
    expectTypeOf<Suggestion["suggested_channel"]>().toEqualTypeOf<
      "whatsapp" | "email" | "call" | "telegram" | "sms" | null
    >();
    expectTypeOf<Suggestion["message_template_id"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Lead["suggestion"]>().toEqualTypeOf<Suggestion | undefined>();
    expectTypeOf(client.GET(suggestionsPath)).resolves.toHaveProperty("error").toEqualTypeOf<Problem | undefined>();
    // @ts-expect-error: there is no such priority
    void (() => list({ priority: "asap" }));
    // @ts-expect-error: a lead is asked for by its id
    void (() => client.GET(leadPath));
  });
});
