import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility';
import { password } from './password';

test('a stranger is sent to the sign-in page and back to where he wanted to go', async ({ page, browser, baseURL }) => {
  const session = (await (await page.request.get('/api/v1/session')).json()) as { user: { username: string } };
  const stranger = await browser.newPage({ baseURL, locale: 'zh-CN', storageState: { cookies: [], origins: [] } });
  await stranger.goto('/terminals');
  await expect(stranger.getByRole('heading', { name: '登录' })).toBeVisible();
  await expectAccessible(stranger);

  await stranger.getByLabel('用户名').fill(session.user.username);
  await stranger.getByLabel('密码', { exact: true }).fill('certainly the wrong one');
  await stranger.getByRole('button', { name: '登录', exact: true }).click();
  await expect(stranger.getByRole('alert')).toBeVisible();

  await stranger.getByLabel('密码', { exact: true }).fill(password);
  await stranger.getByRole('button', { name: '登录', exact: true }).click();
  await expect(stranger.getByRole('heading', { level: 1, name: '终端' })).toBeVisible();
  await expect(stranger).toHaveURL(/:\d+\/terminals$/);

  await stranger.goto('/account');
  await stranger.getByRole('button', { name: '退出登录' }).first().click();
  await expect(stranger.getByRole('heading', { name: '登录' })).toBeVisible();
  await stranger.close();
});
