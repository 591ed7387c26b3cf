// Where the product runs: at SALESFLOW_URL, or as a fresh demo that is built here and removed at the end; and others beside it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    url: string;
  }
}

const root = fileURLToPath(new URL("../../..", import.meta.url));
const tuesday = "2026-11-24T07:30:00+01:00";
const startWithin = 60_000;

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env["SALESFLOW_URL"]) {
    project.provide("url", process.env["SALESFLOW_URL"]);
    return undefined;
  }
  const demo = await startDemo();
  project.provide("url", demo.url);
  return demo.stop;
}

/** Running is something that runs at an address until it is stopped. */
export interface Running {
  url: string;
  stop: () => Promise<void>;
}

/** startDemo builds and starts a fresh demo; its settings are the given ones and nothing of what a developer has set. */
export async function startDemo(settings: Record<string, string> = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "salesflow-phone-"));
  await chmod(folder, 0o711); // Postgres runs as another user where this one is root
  const listen = `127.0.0.1:${await freePort()}`;
  return run(folder, ".", ["demo"], `http://${listen}`, "/readyz", {
    DATA_DIR: join(folder, "data"), LISTEN: listen, SALESFLOW_CLOCK: tuesday, ...settings,
  });
}

/** startModel builds and starts a server that plays a language model, which takes a while for each part of an answer. */
export async function startModel(pause: string): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), "salesflow-model-"));
  const listen = `127.0.0.1:${await freePort()}`;
  return run(folder, "./bot/standin/openai/serve", ["-listen", listen, "-pause", pause], `http://${listen}`, "/v1/models", {});
}

/** run builds a program into a folder and starts it. */
async function run(folder: string, source: string, args: string[], url: string, probe: string, settings: Record<string, string>): Promise<Running> {
  const program = join(folder, "program");
  await promisify(execFile)("go", ["build", "-o", program, source], { cwd: root });
  const { PATH, HOME } = process.env;
  const server = spawn(program, args, { env: { PATH, HOME, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(server, "exit");
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([ready(url + probe), ended.then(() => Promise.reject(new Error(`${source} ended`)))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + startWithin;
  while (Date.now() < until) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answered within ${startWithin / 1000} s`);
}
