import createFetchClient, { type Client as FetchClient } from "openapi-fetch";
import type { components, paths } from "./schema.js";

/** The open proposal for a lead: when, why, on which channel, with which draft. */
export type Suggestion = components["schemas"]["Suggestion"];
/** A person a user wants to follow up with. */
export type Lead = components["schemas"]["Lead"];
/** Something the user wants to be reminded of. */
export type Reminder = components["schemas"]["Reminder"];
/** How the API tells every failure (RFC 9457); `code` says which one it is. */
export type Problem = components["schemas"]["Problem"];

/** All operations of the API, by method and path. */
export type Client = FetchClient<paths>;

export interface ClientOptions {
  /** Where the API is, without `/api/v1`. */
  baseUrl: string;
  /** Called before each request, so that it may return a renewed token. */
  getAccessToken: () => string | Promise<string>;
  /** Replaces the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * Returns a client whose operations resolve to `{ data, error, response }`, where `error` is a {@link Problem};
 * {@link dataOf} throws it instead.
 */
export function createClient({ baseUrl, getAccessToken, fetch }: ClientOptions): Client {
  const client = createFetchClient<paths>({ baseUrl, ...(fetch && { fetch }) });
  client.use({
    async onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${await getAccessToken()}`);
      return request;
    },
  });
  return client;
}

/** A {@link Problem} that is thrown. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly problem: Problem,
    /** Names the request in the server's log. */
    readonly requestId: string | null,
  ) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Returns what an operation answers; throws a {@link ProblemError} when it fails. */
export async function dataOf<Data>(operation: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await operation;
  if (response.ok && data !== undefined) {
    return data;
  }
  const problem = isProblem(error) ? error : strangeAnswer(response);
  throw new ProblemError(problem, response.headers.get("X-Request-Id"));
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "status" in body && "detail" in body;
}

/** Something between client and server has answered, a proxy for example. */
function strangeAnswer({ status, statusText }: Response): Problem {
  return {
    type: "about:blank",
    title: statusText,
    status,
    detail: "The answer does not come from the API.",
    code: status === 502 || status === 503 || status === 504 ? "unavailable" : "internal",
  };
}
