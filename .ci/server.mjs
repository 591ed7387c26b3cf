// Runs a command beside a fresh demo of the product: node .ci/server.mjs COMMAND [ARGUMENT...]
//
// The command finds the demo at SALESFLOW_URL and may use the API with SALESFLOW_TOKEN. The demo has a free port,
// a data folder that is removed at the end, and the same Tuesday morning, so that nothing depends on the day of the run.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const program = "bin/salesflow";
const startWithin = 60_000;
const stopWithin = 30_000;

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const folder = await mkdtemp(join(tmpdir(), "salesflow-demo-"));
await chmod(folder, 0o711); // Postgres runs as another user where this one is root

// Nothing else: what a developer has set for the product is not meant for its tests.
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  SALESFLOW_CLOCK: "2026-11-24T07:30:00+01:00",
  LISTEN: `127.0.0.1:${port}`,
  DATA_DIR: folder,
};

let log = "";
const server = spawn(program, ["demo"], { env, stdio: ["ignore", "pipe", "pipe"] });
server.stdout.on("data", (text) => (log += text));
server.stderr.on("data", (text) => (log += text));
const ended = once(server, "exit");
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {}); // the command ends first, then the demo

let code = 1;
try {
  await ready();
  const { stdout } = await promisify(execFile)(program, ["token", "--name", "test"], { env });
  code = await command({ ...process.env, SALESFLOW_URL: url, SALESFLOW_TOKEN: stdout.trim() });
} catch (err) {
  console.error(`${err.message}\nThe demo's log:\n${log}`);
}
if (!(await stopped())) {
  console.error(`the demo did not stop within ${stopWithin / 1000} seconds`);
  code = 1;
}
await rm(folder, { recursive: true, force: true });
process.exit(code);

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function ready() {
  const until = Date.now() + startWithin;
  while (Date.now() < until) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error("the demo ended before it was ready");
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`the demo was not ready within ${startWithin / 1000} seconds`);
}

async function command(env) {
  const [name, ...args] = process.argv.slice(2);
  const child = spawn(name, args, { env, stdio: "inherit" });
  const [code] = await once(child, "exit"); // null where a signal ended it
  return code ?? 1;
}

async function stopped() {
  server.kill("SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), pause(stopWithin).then(() => false)]);
  if (!inTime) server.kill("SIGKILL");
  return inTime;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
