// The page for everybody: by keyboard, by screen reader, in the dark, on a small screen.
import { readFile } from "node:fs/promises";
import type { AxeResults } from "axe-core";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { key, launch, nameOn, Phone, shows } from "./phone.ts";

let browser: Browser;
let axe: string;

beforeAll(async () => {
  browser = await launch();
  axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(() => browser.close());

/** withCard is Max's phone with an open card. */
async function withCard(options = {}): Promise<{ phone: Phone; card: Locator }> {
  const phone = await Phone.open(browser, options);
  await phone.begin();
  await phone.morning();
  return { phone, card: await phone.card(() => phone.say("liste")) };
}

test("a card is read and done with the keyboard alone", async () => {
  const { phone, card } = await withCard();
  const { keyboard } = phone.page;
  const name = await nameOn(card);
  await phone.field.focus();
  await back(phone, "Später");
  await keyboard.press("Enter");
  await key(card, "In 2 Wochen").waitFor();
  expect(await focused(phone)).toContain("In 1 Stunde"); // the focus stays with the card
  await tabTo(phone, "Zurück");
  await keyboard.press("Space");
  await key(card, "Erledigt").waitFor();
  await back(phone, "öffnen", await focused(phone));
  await keyboard.press("Enter");
  await phone.sheet.waitFor();
  await keyboard.press("Escape");
  await phone.sheet.waitFor({ state: "detached" });
  expect(await focused(phone)).toContain("öffnen"); // and comes back from a sheet
  await tabTo(phone, "Erledigt");
  await phone.shot("keyboard");
  await keyboard.press("Enter");
  await shows(card, `${name} ist erledigt`);
  expect(await focused(phone)).toBe("Rückgängig");
  expect(phone.errors).toEqual([]);
});

test("commands are chosen with the arrow keys", async () => {
  const phone = await Phone.open(browser);
  await phone.begin();
  await phone.field.pressSequentially("/");
  await phone.page.getByRole("option", { name: "/liste", selected: true }).waitFor();
  await phone.shot("commands");
  await phone.page.keyboard.press("End");
  await phone.page.keyboard.press("ArrowUp");
  await phone.page.getByRole("option", { name: "/hilfe", selected: true }).waitFor();
  await phone.answer(() => phone.page.keyboard.press("Enter"), /Das kannst du mir schreiben/);
});

test("a screen reader hears who speaks, which buttons belong to whom, and who holds the phone", async () => {
  const { phone, card } = await withCard();
  const name = await nameOn(card);
  const buttons = phone.page.getByRole("group", { name }).last();
  expect(await buttons.getByRole("button").count()).toBe(4);
  expect(await card.ariaSnapshot()).toContain("SalesFlow:");
  const log = await phone.log.ariaSnapshot();
  expect(log).toContain("Du: liste");
  await phone.page.getByRole("tab", { name: "Max Berger", selected: true }).waitFor();
  await phone.page.getByRole("tabpanel", { name: "Max Berger" }).waitFor();
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test("nothing breaks WCAG 2.2 AA: chat, sheets, commands", async () => {
    const { phone } = await withCard({ colorScheme });
    await phone.say("einstellungen");
    await phone.page.getByRole("group", { name: "Einstellungen" }).last().waitFor();
    expect(await violations(phone)).toEqual([]);
    await phone.shot(`chat-${colorScheme}`);
    await phone.log.getByRole("link", { name: /öffnen/ }).last().tap();
    expect(await violations(phone)).toEqual([]);
    await phone.shot(`whatsapp-${colorScheme}`);
    await phone.page.keyboard.press("Escape");
    await phone.attach("Kontakt teilen");
    expect(await violations(phone)).toEqual([]);
    await phone.page.keyboard.press("Escape");
    await phone.field.pressSequentially("/");
    await phone.page.getByRole("listbox").waitFor();
    expect(await violations(phone)).toEqual([]);
    await phone.shot(`commands-${colorScheme}`);
  });
});

test.each([360, 1280])("nothing scrolls sideways at %i pixels", async (width) => {
  const phone = await Phone.open(browser, { viewport: { width, height: 740 } });
  await phone.begin();
  await phone.say("Donaudampfschifffahrtsgesellschaftskapitän".repeat(5));
  await phone.log.getByText("nicht verstanden").last().waitFor();
  expect(await phone.page.evaluate(() => [...document.querySelectorAll("html, body, #scroll, #log, .world, .people")]
    .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.id || node.className || node.tagName)
    .filter((name) => name !== "people"))).toEqual([]); // the row of people is made to be pushed
  await phone.shot(`at-${width}`);
});

/** violations are the rules that axe finds broken, with where. */
async function violations(phone: Phone): Promise<string[]> {
  await phone.page.evaluate(axe);
  const found = await phone.page.evaluate(() => (globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }).axe
    .run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`));
}

function focused(phone: Phone): Promise<string> {
  return phone.page.evaluate(() => document.activeElement?.textContent ?? "");
}

/** tabTo presses Tab until the focus is on text. */
async function tabTo(phone: Phone, text: string, tab = "Tab"): Promise<void> {
  for (let i = 0; i < 12; i++) {
    await phone.page.keyboard.press(tab);
    if ((await focused(phone)).includes(text)) return;
  }
  throw new Error(`the focus never came to ${text}`);
}

function back(phone: Phone, text: string, from = ""): Promise<void> {
  return from.includes(text) ? Promise.resolve() : tabTo(phone, text, "Shift+Tab");
}
