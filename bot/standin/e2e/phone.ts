// The phone page as somebody holds it: what they press, type and read, found by role and label.
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { inject } from "vitest";

/** pictures is the folder for pictures to look at, if SHOTS names one. The README's docs/phone.png is its list.png. */
const pictures = process.env["SHOTS"];

/** launch starts the system's Chromium with an empty profile. CHROMIUM names another program. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

/** Phone is the page in the hands of one person at a time. */
export class Phone {
  readonly log: Locator;
  readonly field: Locator;
  readonly sheet: Locator;
  /** growing is what the bot is still writing. */
  readonly growing: Locator;
  /** errors are what the browser's console complained about. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    this.log = page.getByRole("log");
    this.field = page.getByRole("textbox", { name: "Nachricht" });
    this.sheet = page.getByRole("dialog");
    this.growing = page.locator("#draft .bubble");
    page.setDefaultTimeout(15_000);
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (line) => line.type() === "error" && this.errors.push(line.text()));
  }

  /** open shows the page on a phone of 390 x 844, in Max's hands. */
  static async open(browser: Browser, options: BrowserContextOptions = {}, url = inject("url")): Promise<Phone> {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 }, deviceScaleFactor: pictures ? 2 : 1,
      hasTouch: true, isMobile: true, reducedMotion: "reduce", ...options,
    });
    const phone = new Phone(await context.newPage());
    await phone.page.goto(`${url}/phone`);
    return phone;
  }

  /** hold gives the phone to somebody else. */
  async hold(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).tap();
    await this.page.getByRole("tab", { name, selected: true }).waitFor();
  }

  /** begin presses the start button where the bot was never started. */
  async begin(): Promise<void> {
    const start = this.page.getByRole("button", { name: "Starten" });
    await start.or(this.field).waitFor();
    if (await start.isVisible()) await this.answer(() => start.tap(), /\S/);
    await this.field.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.page.getByRole("button", { name: "Senden" }).tap();
  }

  /** answer does something and returns the first new message of the bot that says text. */
  answer(action: () => Promise<void>, text: RegExp): Promise<Locator> {
    return this.fresh(action, { hasText: text });
  }

  /** card does something and returns the first new message with buttons. */
  card(action: () => Promise<void>): Promise<Locator> {
    return this.fresh(action, { has: this.page.getByRole("group") });
  }

  /** fresh returns a message that stays the same one when its words change. */
  private async fresh(action: () => Promise<void>, wanted: { has?: Locator; hasText?: RegExp }): Promise<Locator> {
    const lines = this.log.locator("> *");
    const before = await lines.count();
    await action();
    const found = this.log.locator(`> .in:nth-child(n+${before + 1})`).filter(wanted).first();
    await found.waitFor();
    return lines.nth(await found.evaluate((node) => [...(node.parentElement?.children ?? [])].indexOf(node)));
  }

  /** morning moves the clock to the next time it is eight and returns the first card of the list. */
  async morning(): Promise<Locator> {
    return this.card(async () => {
      while ((await this.eight()).startsWith("So")); // no list on Sundays
    });
  }

  /** eight moves the clock and returns what it shows then. */
  private async eight(): Promise<string> {
    const clock = this.page.getByRole("time");
    const before = await clock.innerText();
    await this.page.getByRole("button", { name: /^(heute 8 Uhr|morgen früh)$/ }).tap();
    await clock.filter({ hasText: "08:00", hasNotText: before }).waitFor();
    return clock.innerText();
  }

  /** attach opens the sheet behind the paper clip and chooses. */
  async attach(choice: string): Promise<void> {
    await this.page.getByRole("button", { name: "Anhängen" }).tap();
    await this.sheet.getByRole("button", { name: choice }).tap();
  }

  /** upload sends a file of fixtures/. */
  async upload(name: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.attach("Datei senden");
    await (await chooser).setFiles(new URL(`fixtures/${name}`, import.meta.url).pathname);
    await this.sheet.getByRole("button", { name: "Senden" }).tap();
    await this.sheet.waitFor({ state: "detached" });
  }

  /** shot keeps a picture where pictures are wanted. */
  async shot(name: string): Promise<void> {
    if (pictures) await this.page.screenshot({ path: `${pictures}/${name}.png` });
  }
}

/** key is a button of a card. */
export function key(card: Locator, name: string | RegExp): Locator {
  return card.getByRole("button", { name });
}

/** nameOn is whom a card is about. */
export function nameOn(card: Locator): Promise<string> {
  return card.locator("b").first().innerText();
}

/** shows waits until a message says text, and fails when it does not. */
export function shows(message: Locator, text: string | RegExp): Promise<void> {
  return message.filter({ hasText: text }).waitFor();
}
