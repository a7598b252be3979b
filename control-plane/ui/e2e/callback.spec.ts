import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';

const task = process.env.WAYSTATION_DELIVERED_TASK ?? '';

test('a partner’s task shows who asked, its flights and the callback that arrived', async ({ page }) => {
  test.skip(task === '', 'WAYSTATION_DELIVERED_TASK names no task');
  await page.goto(`/tasks/${task}`);
  const callback = page.getByTestId('delivery');
  await expect(callback).toHaveCount(1);
  await expect(callback).toContainText('已送达');
  await expect(callback).toContainText('HTTP 200');
  await expect(page.getByRole('region', { name: '参数' })).toContainText('接口');
  await expect(page.getByTestId('journey').first()).toBeVisible();
  await expectAccessible(page);
});

test('a callback can be sent again, and both attempts stay on the record', async ({ page }) => {
  test.skip(task === '', 'WAYSTATION_DELIVERED_TASK names no task');
  await page.goto(`/tasks/${task}`);
  const callback = page.getByTestId('delivery');
  await expect(callback).toContainText('已送达');
  const before = await callback.getByText('HTTP 200').count();
  await callback.getByRole('button', { name: '重新发送' }).click();
  await expect(callback.getByText('HTTP 200')).toHaveCount(before + 1);
  await expect(callback).toContainText('已送达');
});
