import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectStatus, importWorkflow, openApp, readExport, run } from '../app.ts';
import { expect, listen, test } from '../fixtures.ts';
import { startBrowser } from '../kills/browser.ts';
import { desk, expectSaved } from './desk.ts';
import { readers, type Reader } from './readers.ts';

/** Its second task lasts longer than the writing before the crash, also on a slow machine. */
const workflow = ({ names }: Reader) =>
  JSON.stringify({
    millrace: 1,
    id: 'long',
    name: names.long.workflow,
    tasks: {
      first: { type: 'noop', with: { output: 1 } },
      second: {
        name: names.long.second,
        type: 'js',
        dependencies: ['first'],
        with: {
          code: 'export default ({ inputs }) => new Promise((resolve) => setTimeout(() => resolve(inputs.first + 1), 5000));',
        },
      },
      third: { type: 'noop', dependencies: ['second'], with: { output: 'done' } },
    },
  });

for (const reader of readers) {
  const { lang, inLanguage, text, names } = reader;
  test(`who comes back after a crash finds the run going on and the text as it was${inLanguage}`, async ({
    host,
  }) => {
    test.setTimeout(60_000);
    const profile = await mkdtemp(join(tmpdir(), 'millrace-crash-'));
    const before = await startBrowser(profile);
    before.page.setDefaultTimeout(10_000);
    await before.page.setViewportSize({ width: 1280, height: 800 });
    await openApp(before.page, `${host.url}?lang=${lang}`);
    await importWorkflow(before.page, { name: 'long.json', text: workflow(reader) }, 'long', text);
    const id = await run(before.page, text);
    await expect(
      before.page.getByRole('row', { name: new RegExp(`^${names.long.second}`) }),
    ).toContainText(text.states.task.running);
    await before.page.goto(`${host.url}?lang=${lang}#/workflows/delayed-flights`);
    await desk(before.page, text).source.click();
    await before.page.keyboard.press('Control+Home');
    await before.page.keyboard.insertText(names.long.thought);
    await expect(before.page.getByText(text.editor.editedSince('1'))).toBeHidden();
    await desk(before.page, text).field('minimumDelay').fill('42');
    await expectSaved(before.page, text);
    await before.kill();

    const after = await startBrowser(profile);
    try {
      const complaints: string[] = [];
      await listen(after.page, complaints);
      const { page } = after;
      page.setDefaultTimeout(10_000);
      await page.setViewportSize({ width: 1280, height: 800 });
      // A browser writes down what it was told of the language some seconds later.
      await openApp(page, `${host.url}?lang=${lang}`);
      // No question, and no empty library: the run is under way again by itself.
      await expect(page.getByRole('dialog')).toHaveCount(0);
      const row = page.getByRole('listitem').filter({ hasText: names.long.workflow });
      await expect(row).toContainText(
        new RegExp(`${text.states.status.running}|${text.states.status.completed}`),
      );
      await page.goto(`${host.url}?lang=${lang}#/runs/${id}`);
      await expectStatus(page, text.states.status.completed);
      const note = page.getByRole('region', { name: text.run.recovered.label });
      await expect(note).toContainText(text.run.recovered.ended);
      await expect(note).toContainText(text.run.recovered.body(1, '1'));
      await note.getByText(text.run.recovered.what).click();
      await expect(note).toContainText(text.run.recovered.effect.pure);
      const exported = await readExport(page, text);
      expect(exported.tasks['second']?.output).toBe(2);
      expect(exported.tasks['second']?.attempts.map(({ recovered }) => recovered)).toEqual([
        false,
        true,
      ]);

      await page.goto(`${host.url}?lang=${lang}#/workflows/delayed-flights`);
      await expect(desk(page, text).source).toContainText(names.long.thought);
      await expect(desk(page, text).field('minimumDelay')).toHaveValue('42');
      await desk(page, text).button(text.editor.undo).click();
      await expect(desk(page, text).source).not.toContainText(names.long.thought);
      expect(complaints).toEqual([]);
    } finally {
      await after.kill();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}
