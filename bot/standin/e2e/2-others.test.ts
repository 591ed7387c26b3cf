// Others take the phone: a leader, and somebody who has never met the bot.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { key, launch, Phone } from "./phone.ts";

let browser: Browser;
let phone: Phone;
let link: string; // into Anna's team

beforeAll(async () => {
  browser = await launch();
  phone = await Phone.open(browser);
});
afterAll(async () => {
  expect(phone.errors).toEqual([]);
  await browser.close();
});

test("everybody has a chat of their own", async () => {
  await phone.hold("Max Berger");
  await phone.begin();
  await phone.say("nur für Max");
  await phone.log.getByText("nur für Max").waitFor();
  await phone.hold("Anna Lindner");
  await phone.begin();
  await phone.log.getByText(/Anna/).first().waitFor();
  expect(await phone.log.getByText("nur für Max").count()).toBe(0);
  await phone.shot("anna");
});

test("Anna has a link for her team", async () => {
  const invitation = await phone.answer(() => phone.say("einladen"), /t\.me/);
  link = (await invitation.getByRole("link").getAttribute("href")) ?? "";
  expect(link).toMatch(/^https:\/\/t\.me\/salesflow_bot\?start=[\w-]+/);
  await phone.shot("invitation");
});

test("somebody new who follows it is asked four questions and knows when it begins", async () => {
  await phone.page.getByRole("button", { name: "neue Person" }).tap();
  await phone.sheet.getByLabel("Vorname").fill("Leonie");
  await phone.sheet.getByLabel("Einladungslink").fill(link);
  await phone.shot("newcomer");
  await phone.sheet.getByRole("button", { name: "Anlegen" }).tap();
  await phone.page.getByRole("heading", { name: "SalesFlow" }).nth(1).waitFor();
  await phone.shot("before-start");
  await phone.answer(() => phone.page.getByRole("button", { name: "Starten" }).tap(), /Leonie/);
  await phone.log.getByText(`/start ${new URL(link).searchParams.get("start")}`).waitFor();
  await key(phone.log, "Österreich").waitFor();
  await phone.shot("welcome");
  await key(phone.log, "Österreich").tap();
  await key(phone.log, "Wien").waitFor();
  await phone.shot("region");
  await key(phone.log, "Wien").tap();
  await key(phone.log, "Zinzino").tap();
  await key(phone.log, "9 Uhr").waitFor();
  await phone.shot("hour");
  await key(phone.log, "9 Uhr").tap();
  await phone.log.getByText(/9 Uhr.* zum ersten Mal/).waitFor();
  await phone.shot("settled");
});

test("what came meanwhile is counted at a name", async () => {
  await phone.hold("Leonie");
  await phone.page.getByRole("button", { name: "morgen früh" }).tap();
  const max = phone.page.getByRole("tab", { name: /Max Berger.*[1-9]\d* ungelesen/ });
  await max.waitFor();
  await phone.shot("unread");
  await phone.hold("Max Berger");
  await phone.page.getByRole("tab", { name: /^Max Berger$/ }).waitFor();
});

test("a blocked bot is silent until it is let in again", async () => {
  await phone.hold("Mira Keller");
  await phone.begin();
  await phone.page.getByRole("button", { name: "Mehr" }).tap();
  await phone.sheet.getByRole("button", { name: "Bot blockieren" }).tap();
  await phone.sheet.getByRole("button", { name: "Blockieren" }).tap();
  await phone.page.getByRole("button", { name: "Bot entsperren" }).tap();
  await phone.answer(() => phone.say("hilfe"), /Das kannst du mir schreiben/);
});
