import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';

test('the wall shows the live picture of a terminal', async ({ page }) => {
  await page.goto('/terminals');
  const picture = page.getByRole('img', { name: /屏幕画面/ }).first();
  await expect(picture).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
  const answer = await page.request.get((await picture.getAttribute('src')) ?? '');
  expect(answer.headers()['content-type']).toBe('image/png');
  await expectAccessible(page);
});

test('a terminal shows its screen as picture and as text', async ({ page }) => {
  await page.goto('/terminals');
  await page.getByRole('article').filter({ has: page.getByRole('img') }).first().getByRole('link').click();
  await expect(page).toHaveURL(/\/terminals\/\d+$/);
  await expect(page.getByRole('img', { name: /屏幕画面/ })).toBeVisible();
  await page.getByText('文字', { exact: true }).click();
  await expect(page.getByRole('region', { name: /屏幕画面/ })).not.toBeEmpty();
  await expectAccessible(page);
});

test('a new terminal comes with a command to copy', async ({ page }) => {
  await page.goto('/terminals');
  await page.getByRole('button', { name: '新建终端' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('端到端测试机');
  await dialog.getByLabel('Office').fill('TST001');
  await dialog.getByLabel('PID').fill(String(10_000 + Math.floor(Math.random() * 80_000)));
  await dialog.getByRole('button', { name: '新建并生成登记码' }).click();
  await expect(dialog.getByText(/waystation-agent enrol/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '关闭' }).first().click();
  await expect(page.getByRole('link', { name: '端到端测试机' }).first()).toBeVisible();
});
