/** Steps that several tests take. */
import { expect, type Page } from '@playwright/test';

/** Fills in the form for PEK to SHA and sends it with the keyboard; ends on the page of the new task. */
export async function sendQuery(page: Page): Promise<void> {
  await page.goto('/tasks/new');
  const from = page.getByRole('combobox', { name: '出发' });
  const to = page.getByRole('combobox', { name: '到达' });
  await expect(async () => {
    await from.fill('');
    await from.fill('PEK');
    await expect(page.getByRole('option').first()).toContainText('PEK', { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Enter');
  await to.fill('SHA');
  await expect(page.getByRole('option').first()).toContainText('SHA');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/tasks\/\d+$/);
}

/** Waits until the task on the page is done, without a reload. */
export async function expectDone(page: Page): Promise<void> {
  await expect(page.getByTestId('task-state')).toHaveText(/已完成|Done/, { timeout: 45_000 });
}
