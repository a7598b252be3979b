import { expect, test } from '@playwright/test';
import { faces, pnrs } from '../dev/examples.mjs';
import { doneTask, results, runningTask } from '../dev/operations.mjs';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { playTask } from './play';

const kinds = Object.keys(results) as (keyof typeof results)[];
const id = 900_001;

test.describe('the result of', () => {
  for (const kind of kinds) {
    test(`${kind} is readable, accessible in both themes and fits a phone`, async ({ page }) => {
      await playTask(page, () => doneTask(id, kind));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(`/tasks/${id}`);
        await expect(page.getByTestId('task-state')).toHaveText('已完成');
        await expect(page.getByTestId(kind === 'extract_ticket_no' ? 'face' : 'pnr').first()).toBeVisible();
        await expectAccessible(page);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  }
});

for (const [name, content] of Object.entries(pnrs)) {
  test(`the ${name} PNR shows every passenger, segment and other line`, async ({ page }) => {
    await playTask(page, () => ({ ...doneTask(id, 'extract_pnr'), result: { pnr: content.locator, content, screens: [] } }));
    await page.goto(`/tasks/${id}`);
    await expect(page.getByTestId('pnr')).toContainText(content.locator);
    await expect(page.getByTestId('segment')).toHaveCount(content.segments.length);
    for (const passenger of content.passengers) await expect(page.getByRole('region', { name: '旅客' })).toContainText(passenger.name);
    for (const line of content.other) await expect(page.getByRole('region', { name: '其他内容' })).toContainText(line);
    await expectAccessible(page);
  });
}

test('a document is covered until its eye is pressed, and the locator can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playTask(page, () => doneTask(id, 'book_pnr'));
  await page.goto(`/tasks/${id}`);
  const passenger = page.getByTestId('passenger');
  await expect(passenger).not.toContainText('999999199001010011');
  await passenger.getByRole('button', { name: /显示/ }).press('Enter');
  await expect(passenger).toContainText('999999199001010011');
  await page.getByRole('button', { name: '复制 PNR KABC12' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('KABC12');
});

test('the raw screens stand below, page by page', async ({ page }) => {
  await playTask(page, () => doneTask(id, 'extract_pnr'));
  await page.goto(`/tasks/${id}`);
  await expect(page.getByTestId('raw-screen')).toContainText('ELECTRONIC TICKET PNR');
  await page.getByRole('button', { name: '第 2 页' }).click();
  await expect(page.getByTestId('raw-screen')).toContainText('RMK TJ AUTH SHA999');
});

test('a ticket tells its coupons and its price', async ({ page }) => {
  await playTask(page, () => doneTask(id, 'extract_ticket_no'));
  await page.goto(`/tasks/${id}`);
  const face = page.getByRole('region', { name: `客票 ${faces.journey.ticket}` });
  await expect(face.getByTestId('coupon')).toHaveCount(3);
  await expect(face).toContainText('¥ 5,780.00');
});

test('a running task shows its step live and when there is no way back', async ({ page }) => {
  await playTask(page, () => runningTask(id, { log: [{ at: Date.now(), state: 'running', message: 'PAT:A', terminal_id: 2, lease: 1 }] }));
  await page.goto(`/tasks/${id}`);
  await expect(page.getByTestId('running')).toContainText('ETDZ:1');
  await expect(page.getByTestId('running')).toContainText('PAT:A');
  await expect(page.getByTestId('past-return')).toContainText('已到不可撤回点');
  await expectAccessible(page);
});

for (const [retry_safe, words] of [[true, '可以放心重试'], [false, '不要直接重试']] as const) {
  test(`a failure says whether repeating is safe: ${words}`, async ({ page }) => {
    const error = { code: 'fare_above_limit', message: 'x', detail: 'TOTAL 1500.00', retry_safe };
    await playTask(page, () => ({ ...doneTask(id, 'issue_ticket'), state: 'failed', result: null, error }));
    await page.goto(`/tasks/${id}`);
    await expect(page.getByText('票款超过您给的上限，没有出票')).toBeVisible();
    await expect(page.getByTestId('retry')).toContainText(words);
    await expectAccessible(page);
  });
}
