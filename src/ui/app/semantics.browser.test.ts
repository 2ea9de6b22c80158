import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { toTaskId } from '#core/shared/ids.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { mountPage } from '#ui/testing/mount-page.ts';
import { aFailure, aWorkflow, flights, Story } from '#ui/testing/samples.ts';

let leave: () => void = () => undefined;

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  leave();
  localStorage.clear();
  document.documentElement.lang = 'en';
});

/** Something of everything: notices, an open question, a failure, a run that carried on. */
function aBusyClient(): MemoryClient {
  const lab = aWorkflow({ id: 'lab', name: 'Lab', tasks: { first: {}, second: {}, third: {} } });
  const client = new MemoryClient().add(flights).add(lab);
  const asking = new Story('asking', lab, Date.now() - 60_000).started('first').started('second');
  asking.tell({ type: 'taskRecovered', taskId: toTaskId('first'), attempt: 1, goodbye: false });
  asking.tell({ type: 'taskRecovered', taskId: toTaskId('second'), attempt: 1, goodbye: false });
  asking.tell({
    type: 'taskWaiting',
    taskId: toTaskId('first'),
    attempt: 1,
    cause: { code: 'outcomeUnknown', startedAt: asking.at },
  });
  client.addRun(asking.started('second', 2, true).execution);
  const failed = new Story('failed', flights, Date.now() - 90_000).started('flights');
  client.addRun(failed.failed('flights', aFailure()).ended('failed').execution);
  client.noticeList = [
    { id: 'n', kind: 'healed', args: {}, at: 0 },
    { id: 'd', kind: 'damaged', args: {}, at: 0 },
  ];
  client.storageView = {
    ...client.storageView,
    isPersistent: false,
    safeCopy: { kind: 'none' },
  };
  return client;
}

const screens = [
  '#/',
  '#/workflows/lab',
  '#/runs',
  '#/runs/asking',
  '#/runs/asking/tasks/first',
  '#/runs/failed/tasks/flights',
  '#/settings',
  '#/nowhere',
];

describe.each(['en', 'zh-CN'])('in %s, the screen', (language) => {
  beforeEach(() => {
    localStorage.setItem('millrace.language', language);
  });

  test.each(screens)('%s is sound for a screen reader and the keyboard', async (hash) => {
    await page.viewport(390, 844);
    leave = mountPage(aBusyClient(), hash);
    await expect
      .poll(() => document.documentElement.dataset['ready'], { timeout: 10_000 })
      .toBe('true');

    expect(page.getByRole('heading', { level: 1 }).all()).toHaveLength(1);
    expect(page.getByRole('status').all().length).toBeLessThanOrEqual(1);
    expect(repeatedIds()).toEqual([]);
    expect(danglingReferences()).toEqual([]);
    expect(namelessControls()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
    expect(await controlsWithoutRing()).toEqual([]);
  });
});

function repeatedIds(): string[] {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function danglingReferences(): string[] {
  return ['aria-labelledby', 'aria-describedby', 'for'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)]
      .flatMap((element) => (element.getAttribute(name) ?? '').split(' '))
      .filter((id) => document.getElementById(id) === null),
  );
}

function namelessControls(): string[] {
  return [
    ...document.querySelectorAll<HTMLElement>('button, a[href], input, select, [tabindex="0"]'),
  ]
    .filter((control) => {
      const label = control.getAttribute('aria-label') ?? control.textContent;
      const labels = control instanceof HTMLInputElement ? control.labels : null;
      return label.trim() === '' && (labels === null || labels.length === 0);
    })
    .map(({ outerHTML }) => outerHTML);
}

/** Goes through the screen with Tab. */
async function controlsWithoutRing(): Promise<string[]> {
  const bare: string[] = [];
  const seen = new Set<Element>();
  for (;;) {
    await userEvent.keyboard('{Tab}');
    const focused = document.activeElement;
    if (focused === null || focused === document.body || seen.has(focused)) return bare;
    seen.add(focused);
    // Where the focus stays on a whole, its ring is on the part that is meant.
    const meant = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '');
    if (!hasRing(focused) && (meant === null || !hasRing(meant))) bare.push(focused.outerHTML);
  }
}

function hasRing(element: Element): boolean {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle === 'solid' && outlineWidth === '2px';
}
