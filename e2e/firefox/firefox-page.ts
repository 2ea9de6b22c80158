import type { RawPage } from '../raw-page.ts';

/** What we use of puppeteer-core, which is loaded here alone. */
interface Puppeteer {
  launch(options: {
    readonly browser: 'firefox';
    readonly executablePath: string;
    readonly headless: boolean;
    readonly protocolTimeout: number;
    readonly extraPrefsFirefox: Readonly<Record<string, boolean | number | string>>;
  }): Promise<{
    newPage(): Promise<{
      goto(url: string): Promise<unknown>;
      evaluate(expression: string): Promise<unknown>;
    }>;
    version(): Promise<string>;
    close(): Promise<void>;
  }>;
}

const firefoxPath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/** A page of Debian's Firefox over WebDriver BiDi. */
export async function openFirefoxPage(
  url: string,
  preferences: Readonly<Record<string, boolean>> = {},
): Promise<RawPage> {
  const packageName = 'puppeteer-core';
  const { default: puppeteer } = (await import(packageName)) as { readonly default: Puppeteer };
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    protocolTimeout: 60_000,
    extraPrefsFirefox: {
      'app.update.auto': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      ...preferences,
    },
  });
  console.log(await browser.version());
  const page = await browser.newPage();
  await page.goto(url);
  return {
    // As text, so that a value is what JSON makes of it, as with Chromium.
    evaluate: async (expression) => {
      const text = await page.evaluate(
        `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      );
      return JSON.parse(String(text)) as unknown;
    },
    close: () => browser.close(),
  };
}
