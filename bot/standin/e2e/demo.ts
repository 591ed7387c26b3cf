// Where the product runs: at SALESFLOW_URL, or as a fresh demo that is built here and removed at the end.
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
  const folder = await mkdtemp(join(tmpdir(), "salesflow-phone-"));
  await chmod(folder, 0o711); // Postgres runs as another user where this one is root
  const program = join(folder, "salesflow");
  await promisify(execFile)("go", ["build", "-o", program, "."], { cwd: root });
  const listen = `127.0.0.1:${await freePort()}`;
  const { PATH, HOME } = process.env; // and nothing else of what a developer has set for the product
  const server = spawn(program, ["demo"], {
    env: { PATH, HOME, DATA_DIR: join(folder, "data"), LISTEN: listen, SALESFLOW_CLOCK: tuesday },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(server, "exit");
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([ready(`http://${listen}`), ended.then(() => Promise.reject(new Error("the demo ended")))]);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("url", `http://${listen}`);
  return stop;
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
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the demo was not ready within ${startWithin / 1000} s`);
}
