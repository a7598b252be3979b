import { expect, test } from '@playwright/test';
import { unknownTask } from '../dev/operations.mjs';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { playBrokenStream, playList, playTask } from './play';

const id = 900_003;
const settle = `**/api/v1/tasks/${id}/settle`;

test('the board lists what nobody knows and leads to the evidence', async ({ page }) => {
  await playList(page, 'unknown', () => [unknownTask(id)]);
  await playTask(page, () => unknownTask(id));
  await page.goto('/');
  await page.getByRole('navigation').getByRole('link', { name: /待核实/ }).click();
  await expect(page.getByTestId('unknown')).toContainText('出票 KABC12');
  await expectAccessible(page);
  await page.getByRole('link', { name: '出票 KABC12' }).click();
  await expect(page.getByTestId('step')).toContainText('ETDZ:1');
  await expect(page.getByTestId('step')).toContainText('有 3 行不同');
  await expect(page.getByTestId('screen-after').locator('[data-change=added]')).toContainText('ELECTRONIC TICKET');
});

test('the evidence is accessible in both themes and fits a phone', async ({ page }) => {
  await playTask(page, () => unknownTask(id));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/tasks/${id}`);
    await expect(page.getByTestId('step')).toBeVisible();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test('a person settles with a note', async ({ page }) => {
  let state = 'unknown';
  let said: unknown = null;
  await playTask(page, () => (state === 'unknown' ? unknownTask(id) : { ...unknownTask(id), state, error: null, result: { pnr: 'KABC12' } }));
  await page.route(settle, (route) => {
    said = route.request().postDataJSON();
    state = 'done';
    return route.fulfill({ json: unknownTask(id) });
  });
  await page.goto(`/tasks/${id}`);
  await page.getByRole('button', { name: '已完成' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('依据')).toBeFocused();
  await dialog.getByRole('button', { name: '已完成' }).click();
  await expect(dialog.getByText('请写明依据')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('依据').fill('DETR 上有票号 999-2300000031');
  await dialog.getByRole('button', { name: '已完成' }).click();
  await expect(page.getByTestId('task-state')).toHaveText('已完成');
  expect(said).toEqual({ verdict: 'done', note: 'DETR 上有票号 999-2300000031' });
});

test('who comes too late is told so kindly', async ({ page }) => {
  await playTask(page, () => unknownTask(id));
  await page.route(settle, (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ status: 409, code: 'task_not_unknown', title: 'x' }) }));
  await page.goto(`/tasks/${id}`);
  await page.getByRole('button', { name: '未发生' }).click();
  await page.getByLabel('依据').fill('主机上没有票');
  await page.getByRole('dialog').getByRole('button', { name: '未发生' }).click();
  await expect(page.getByText('刚刚已有结论')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the agent’s late report empties the board by itself', async ({ page }) => {
  let tasks = [unknownTask(id)];
  await playBrokenStream(page);
  await playList(page, 'unknown', () => tasks);
  await page.goto('/unknown');
  await expect(page.getByTestId('unknown')).toHaveCount(1);
  tasks = [];
  await expect(page.getByText('没有待核实的任务')).toBeVisible({ timeout: 20_000 });
});
