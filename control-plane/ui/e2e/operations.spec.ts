/** Results and evidence of tasks that an agent has really done at a terminal; their numbers come from the environment. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';

const booked = process.env.WAYSTATION_BOOKED_TASK ?? '';
const ticketed = process.env.WAYSTATION_TICKETED_TASK ?? '';
const unknown = process.env.WAYSTATION_UNKNOWN_TASK ?? '';

test.beforeEach(() => test.skip([booked, ticketed, unknown].includes(''), 'no tasks were done beforehand'));

test('a booking that was read off the window stands there as a PNR with its raw screens', async ({ page }) => {
  await page.goto(`/tasks/${booked}`);
  await expect(page.getByTestId('task-state')).toHaveText('已完成');
  const pnr = page.getByTestId('pnr');
  const locator = await pnr.getAttribute('aria-label');
  expect(locator).toMatch(/^PNR [A-Z0-9]{6}$/);
  await expect(page.getByRole('region', { name: '旅客' })).toContainText('连可用');
  await expect(page.getByTestId('segment')).toHaveCount(1);
  await expect(page.getByTestId('raw-screen').first()).toBeVisible();
  await expectAccessible(page);
});

test('a ticket that was issued in the window tells number, coupon and price', async ({ page }) => {
  await page.goto(`/tasks/${ticketed}`);
  const face = page.getByTestId('face');
  await expect(face).toHaveCount(1);
  await expect(face).toContainText(/\d{3}-\d{10}/);
  await expect(face.getByTestId('coupon')).toHaveCount(1);
  await expect(face).toContainText('¥');
  await expectAccessible(page);
});

test('a person settles what the agent cannot, with the evidence in view', async ({ page }) => {
  await page.goto('/unknown');
  await page.getByTestId('unknown').getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/tasks/${unknown}$`));
  await expect(page.getByTestId('step')).toContainText('XEPNR@');
  await expectAccessible(page);
  await page.getByRole('button', { name: '已完成' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('依据').fill('主机上 RT 显示该 PNR 已取消');
  await dialog.getByRole('button', { name: '已完成' }).click();
  await expect(page.getByTestId('task-state')).toHaveText('已完成');
  await page.goto('/unknown');
  await expect(page.getByText('没有待核实的任务')).toBeVisible();
});
