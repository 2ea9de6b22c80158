import { openStaticHost } from '../static-host.ts';
import { openFirefoxPage } from './firefox-page.ts';

// `node e2e/firefox/private.ts`: a private window says that it forgets, an ordinary one does not.
const waitMsMax = 30_000;

/** The text of the page once the app stands, and what was to be said of this store with it. */
const readPage = `new Promise((resolve, reject) => {
  const look = () => {
    const text = document.body.innerText;
    if (/Run the example/.test(text)) resolve(text);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  setTimeout(() => reject(new Error(document.body.innerText)), ${String(waitMsMax)});
  look();
})`;

const host = await openStaticHost();
for (const isPrivate of [true, false]) {
  const page = await openFirefoxPage(host.url, { 'browser.privatebrowsing.autostart': isPrivate });
  const text = String(await page.evaluate(readPage));
  await page.close();
  const isSaid = text.includes('This window forgets.');
  process.stdout.write(`${isPrivate ? 'private' : 'ordinary'}: ${isSaid ? 'said' : 'not said'}\n`);
  if (isSaid !== isPrivate) process.exitCode = 1;
}
await host.close();
