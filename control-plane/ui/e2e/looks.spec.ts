import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';

const pages = ['/', '/terminals', '/terminals?view=list', '/glyphs', '/tasks', '/tasks/new', '/tasks/new/book_pnr', '/tasks/new/issue_ticket', '/unknown', '/docs', '/account', '/no-such-page'];

/** The page of the first thing in a list of the API; none for an empty list. */
async function firstOf(page: Page, list: 'tasks' | 'terminals'): Promise<string[]> {
  const body = (await (await page.request.get(`/api/v1/${list}`)).json()) as { items: { id: number }[] };
  return body.items.slice(0, 1).map(({ id }) => `/${list}/${id}`);
}

async function visitAll(page: Page, check: () => Promise<void>): Promise<void> {
  for (const path of [...pages, ...(await firstOf(page, 'tasks')), ...(await firstOf(page, 'terminals'))]) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await check();
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page is accessible in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await visitAll(page, () => expectAccessible(page));
  });
}

test('every page fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visitAll(page, async () => {
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
});

test('the phone menu leads to the rarer pages', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await page.getByRole('button', { name: '更多' }).click();
  await page.getByRole('dialog').getByRole('link', { name: /接口文档/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: '接口文档' })).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the language switches at once and stays', async ({ page }) => {
  await page.goto('/account');
  await page.getByText('English', { exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/tasks');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await expectAccessible(page);
});

test('a chosen dark theme outlives the visit', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/account');
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByText('深色', { exact: true }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  expect(await background()).toBe(dark);
});

test('the user menu opens in full beside the side bar', async ({ page }) => {
  await page.goto('/');
  await page.locator('button[aria-controls="user-menu"]').click();
  const dark = page.getByText('深色', { exact: true });
  await dark.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await expect(dark).toBeHidden();
});

test('nothing is fetched from other hosts and the content policy is never violated', async ({ page, baseURL }) => {
  const strangers: string[] = [];
  const violations: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  await visitAll(page, async () => undefined);
  expect(strangers).toEqual([]);
  expect(violations).toEqual([]);
});

test('the keyboard alone reaches the content and the form', async ({ page }) => {
  await page.goto('/tasks');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});
