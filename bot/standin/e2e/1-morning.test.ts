// Max's morning, from the list to the last card, in the order of the day.
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { key, launch, nameOn, Phone, shows } from "./phone.ts";

let browser: Browser;
let phone: Phone;
let card: Locator; // the one that is open

beforeAll(async () => {
  browser = await launch();
  phone = await Phone.open(browser);
});
afterAll(async () => {
  expect(phone.errors).toEqual([]);
  await browser.close();
});

describe("the list", () => {
  test("comes at eight with a summary and the first card", async () => {
    await phone.begin();
    await phone.shot("begun");
    card = await phone.morning();
    await phone.log.getByText(/Guten Morgen.*Max/).waitFor();
    for (const name of ["Erledigt", "Später", "Anderer Text", "Nicht mehr"]) await key(card, name).waitFor();
    expect(await card.locator("blockquote").innerText()).not.toBe("");
    await phone.shot("list");
  });

  test("opens the chat with the draft filled in", async () => {
    const draft = await card.locator("blockquote").innerText();
    const open = card.getByRole("link", { name: /öffnen/ });
    const link = new URL((await open.getAttribute("href")) ?? "");
    expect([link.hostname, link.searchParams.get("text")]).toEqual(["wa.me", draft]);
    await open.tap();
    await phone.sheet.getByRole("heading", { name: "WhatsApp" }).waitFor();
    await phone.sheet.getByText(draft).waitFor();
    await phone.shot("whatsapp");
    await phone.sheet.getByRole("button", { name: "Zurück zum Chat" }).tap();
    await phone.sheet.waitFor({ state: "detached" });
  });

  test("has other words for the asking", async () => {
    const draft = card.locator("blockquote");
    const before = await draft.innerText();
    await key(card, "Anderer Text").tap();
    await card.locator("blockquote", { hasNotText: before }).waitFor();
    await phone.shot("other-words");
  });

  test("goes on with the next card when one is done", async () => {
    const done = card;
    const name = await nameOn(done);
    card = await phone.card(() => key(done, "Erledigt").tap());
    await shows(done, new RegExp(`${name} ist erledigt`));
    expect(await key(done, "Erledigt").count()).toBe(0);
    expect(await nameOn(card)).not.toBe(name);
    await phone.shot("done");
  });

  test("asks when, for later", async () => {
    const put = card;
    const name = await nameOn(put);
    await key(put, "Später").tap();
    await key(put, "In 2 Wochen").waitFor();
    await phone.shot("later");
    await key(put, "Zurück").tap();
    await key(put, "Erledigt").waitFor();
    await key(put, "Später").tap();
    card = await phone.card(() => key(put, "In 2 Wochen").tap());
    await shows(put, new RegExp(`${name} kommt am .* wieder`));
  });

  test("lets a no be taken back", async () => {
    const refused = card;
    const name = await nameOn(refused);
    await key(refused, "Nicht mehr").tap();
    await shows(refused, new RegExp(`${name} schlage ich dir nicht mehr vor`));
    await key(refused, "Rückgängig").tap();
    await key(refused, "Nicht mehr").waitFor();
    await phone.shot("undone");
    await key(refused, "Nicht mehr").tap();
    await shows(refused, new RegExp(`${name} schlage ich dir nicht mehr vor`));
  });
});

describe("in words", () => {
  test("the list can be asked for", async () => {
    card = await phone.card(() => phone.say("liste"));
    await phone.shot("asked");
  });

  test("somebody is put off to a day and an hour", async () => {
    const answer = await phone.answer(() => phone.say("Lisa morgen 9 Uhr"), /Lisa Meier.* morgen um 9/);
    await key(answer, "Rückgängig").waitFor();
    await phone.shot("put-off");
  });

  test("nonsense gets examples", async () => {
    await phone.answer(() => phone.say("blaue Elefanten fliegen quer"), /nicht verstanden/);
  });

  test("the settings are shown with buttons on single lines", async () => {
    const settings = await phone.card(() => phone.say("einstellungen"));
    const heights = await settings.getByRole("button").evaluateAll((keys) => keys.map((node) => node.clientHeight));
    expect(new Set(heights).size).toBe(1);
    await phone.shot("settings");
  });
});

describe("new contacts", () => {
  test("come from a chat, once it is known who Max is", async () => {
    const question = await phone.card(() => phone.upload("chat.txt"));
    await phone.log.getByRole("link", { name: "chat.txt" }).waitFor();
    await phone.shot("who-are-you");
    await phone.answer(() => key(question, "Maxl").tap(), /Nora Winter.*2 Nachrichten/);
    expect(await question.getByRole("button").count()).toBe(0);
  });

  test("come from the address book", async () => {
    await phone.attach("Kontakt teilen");
    await phone.sheet.getByLabel("Vorname").fill("Emil");
    await phone.sheet.getByLabel("Nachname").fill("Sommerfeld-Hohenberger");
    await phone.sheet.getByLabel("Telefonnummer").fill("+49 171 3920060");
    await phone.answer(() => phone.sheet.getByRole("button", { name: "Teilen" }).tap(), /Emil Sommerfeld-Hohenberger/);
    await phone.shot("contacts");
  });

  test("are known again when their message is forwarded", async () => {
    await phone.attach("Nachricht weiterleiten");
    await phone.sheet.getByLabel("Von wem?").fill("Emil Sommerfeld-Hohenberger");
    await phone.sheet.getByLabel("Nachricht").fill("Klingt gut, meld dich bitte im März nochmal!");
    const heard = await phone.answer(() => phone.sheet.getByRole("button", { name: "Weiterleiten" }).tap(), /Emil.*1\.3\./s);
    await phone.log.getByText("Weitergeleitet von Emil Sommerfeld-Hohenberger").waitFor();
    await key(heard, "Rückgängig").waitFor();
    await phone.shot("forwarded");
  });

  test("come as a name and a number", async () => {
    await phone.answer(() => phone.say("Paula Frühling 0171 3920061"), /Paula Frühling/);
  });
});

test("a reload keeps the chat and shows its end", async () => {
  const before = await phone.log.innerText();
  await phone.page.reload();
  await phone.log.getByText("Paula Frühling").first().waitFor();
  expect(await phone.log.innerText()).toBe(before);
  const below = await phone.log.evaluate((log) => log.getBoundingClientRect().bottom - (log.parentElement?.getBoundingClientRect().bottom ?? 0));
  expect(below).toBeLessThanOrEqual(0);
});

describe("the next mornings", () => {
  test("bring new lists, and what was asked for at its hour", async () => {
    card = await phone.morning();
    await phone.shot("next-morning");
    await phone.answer(() => phone.page.getByRole("button", { name: "+1 h" }).tap(), /Lisa Meier/);
    await phone.shot("reminder");
  });

  test("ask once how two people know each other", async () => {
    let asked: Locator | undefined;
    for (let day = 0; !asked && day < 5; day++) asked = await relationAsked(await phone.card(() => phone.say("liste")));
    if (!asked) throw new Error("nobody was asked about");
    await phone.shot("relation");
    await key(asked, "Bekannt").tap();
    await key(asked, "Erledigt").waitFor();
    await phone.shot("relation-known");
  });
});

/** relationAsked does one card after the other until one asks how the two know each other, or the day is done. */
async function relationAsked(open: Locator): Promise<Locator | undefined> {
  for (;;) {
    if (await key(open, "Bekannt").count()) return open;
    const next = phone.answer(() => key(open, "Erledigt").tap(), /·|Woher kennt ihr euch|Geschafft/);
    const answer = await next;
    if (!(await answer.getByRole("group").count())) {
      await phone.morning();
      return undefined;
    }
    open = answer;
  }
}
