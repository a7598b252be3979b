import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';
import { expectDone, sendQuery } from './query';

test('a query sent on the page shows its flights without a reload', async ({ page }) => {
  await sendQuery(page);
  await page.evaluate(() => ((window as unknown as { stayed: boolean }).stayed = true));
  await expectDone(page);

  const journeys = page.getByTestId('journey');
  await expect(journeys.first()).toBeVisible();
  await expect(journeys.first()).toContainText(/[A-Z0-9]{2}\d{3,4}/);
  await expect(journeys.first()).toContainText(/\d{2}:\d{2}/);
  expect(await page.evaluate(() => (window as unknown as { stayed?: boolean }).stayed)).toBe(true);

  const progress = page.getByRole('region', { name: '进度' });
  for (const state of ['待分配', '执行中', '已完成']) await expect(progress.getByText(state, { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
});

test('the raw screen and what was typed can be read', async ({ page }) => {
  await sendQuery(page);
  await expectDone(page);
  await expect(page.getByTestId('raw-screen')).toContainText(/DS#|AS#/);
  await page.getByText('键入记录').click();
  await expect(page.getByRole('region', { name: '原始屏幕', exact: true })).toContainText(/AV/);
});

test('callbacks have their section, empty for queries from the page', async ({ page }) => {
  await sendQuery(page);
  await expectDone(page);
  await expect(page.getByRole('region', { name: '回调' })).toContainText('没有回调');
});

test('"query again" carries the parameters back into the form', async ({ page }) => {
  await sendQuery(page);
  await expectDone(page);
  await page.getByRole('link', { name: '再查一次' }).click();
  await expect(page.getByRole('combobox', { name: '出发' })).toHaveValue(/PEK/);
  await expect(page.getByRole('combobox', { name: '到达' })).toHaveValue(/SHA/);
});

test('mistakes are shown at their fields and nothing is sent', async ({ page }) => {
  await page.goto('/tasks/new');
  await page.getByRole('combobox', { name: '出发' }).fill('不存在的城市');
  await page.getByRole('button', { name: '发送查询' }).click();
  await expect(page.getByText('请从列表中选一个城市').first()).toBeVisible();
  await expect(page).toHaveURL(/\/tasks\/new$/);
  await expectAccessible(page);
});

test('the list keeps its filters in the address', async ({ page }) => {
  await sendQuery(page);
  await expectDone(page);
  await page.goto('/tasks');
  await page.getByRole('button', { name: /已完成/ }).click();
  await expect(page).toHaveURL(/state=done/);
  await expect(page.getByRole('row').nth(1)).toContainText('已完成');
  await page.getByRole('button', { name: /待核实/ }).click();
  await expect(page).toHaveURL(/state=done&state=unknown/);
  await page.reload();
  await expect(page.getByRole('button', { name: /已完成/ })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await expect(page).toHaveURL(/\/tasks$/);
});
