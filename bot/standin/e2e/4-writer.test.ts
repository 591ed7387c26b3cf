// A language model writes: a demo of its own beside the others', with a model that takes its time.
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Running, startDemo, startModel } from "./demo.ts";
import { key, launch, Phone, shows } from "./phone.ts";

let browser: Browser;
let model: Running;
let demo: Running;
let phone: Phone;
let card: Locator; // the one that is open

beforeAll(async () => {
  model = await startModel("150ms");
  demo = await startDemo({ OPENAI_BASE_URL: `${model.url}/v1`, OPENAI_MODEL: "writer" });
  browser = await launch();
  phone = await Phone.open(browser, {}, demo.url);
}, 120_000);
afterAll(async () => {
  expect(phone.errors).toEqual([]);
  await browser.close();
  await demo.stop();
  await model.stop();
});

test("another text is asked for with a wish, grows and comes as a card", async () => {
  await phone.begin();
  card = await phone.morning();
  const before = await draftOf(card);
  await key(card, "Anderer Text").tap();
  for (const name of ["Kürzer", "Wärmer", "Direkter", "Ganz anders", "Zurück"]) await key(card, name).waitFor();
  await phone.shot("writer-how");
  const asked = card;
  card = await phone.card(async () => {
    await key(asked, "Wärmer").tap();
    await grown();
    await phone.shot("writer-growing");
  });
  await shows(asked, /Neuer Text/);
  await phone.growing.waitFor({ state: "hidden" });
  await key(card, "Erledigt").waitFor();
  expect(await draftOf(card)).not.toBe(before);
  await phone.shot("writer-card");
});

test("what the user wants said is in the text", async () => {
  const asked = phone.card(() => phone.say("schreib, dass ich am Montag erst abends kann"));
  await grown();
  await phone.shot("writer-told");
  card = await asked;
  expect(await draftOf(card)).toMatch(/am Montag erst abends/);
  const open = card.getByRole("link", { name: /öffnen/ });
  expect(new URL((await open.getAttribute("href")) ?? "").searchParams.get("text")).toBe(await draftOf(card));
});

test("the user's own words are the text", async () => {
  card = await phone.card(() => phone.say("mein Text: Hey, wie war dein Wochenende? LG Max"));
  expect(await draftOf(card)).toBe("Hey, wie war dein Wochenende? LG Max");
  await phone.shot("writer-own");
});

test("who writes, and where, is in the privacy notice", async () => {
  await phone.answer(() => phone.say("datenschutz"), /127\.0\.0\.1/);
  await phone.shot("writer-privacy");
});

function draftOf(card: Locator): Promise<string> {
  return card.locator("blockquote").innerText();
}

/** grown waits until a few words of a draft are to be seen that is still being written. */
async function grown(): Promise<void> {
  await phone.growing.filter({ hasText: /(\S+ ){4}/ }).waitFor();
}
