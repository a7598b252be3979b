/** Uses up the one-time link, sets a password and keeps the session for the other tests. */
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';
import { password } from './password';

const link = process.env.WAYSTATION_SIGN_IN_LINK ?? '';


/** `/welcome/<token>` of a whole address, of a path or of a bare token. */
function welcomePath(given: string): string {
  const token = given.trim().split('/').at(-1) ?? '';
  return `/welcome/${token}`;
}

test('a one-time link signs in and sets a password', async ({ page }) => {
  expect(link, 'set WAYSTATION_SIGN_IN_LINK to the address the server printed').not.toBe('');
  await page.goto(welcomePath(link));
  await expect(page.getByRole('heading', { name: /欢迎/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel('新密码', { exact: true }).fill('short');
  await page.getByRole('button', { name: '设好密码并进入' }).click();
  await expect(page.getByText('至少要 10 个字符')).toBeVisible();

  await page.getByLabel('新密码', { exact: true }).fill(password);
  await page.getByLabel('再输一遍').fill(password);
  await page.getByRole('button', { name: '设好密码并进入' }).click();
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible();
  await page.context().storageState({ path: 'test-results/session.json' });

  await page.goto(welcomePath(link));
  await expect(page.getByText('这个登录地址不能用了')).toBeVisible();
});
