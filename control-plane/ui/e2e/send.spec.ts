import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { playSubmission, playTask } from './play';
import { runningTask } from '../dev/operations.mjs';

const kinds = ['book_pnr', 'extract_pnr', 'cancel_passenger', 'cancel_pnr', 'issue_ticket', 'extract_ticket_no', 'authorize_pnr'];
const id = 900_002;

for (const kind of kinds) {
  test(`the form of ${kind} is accessible, fits a phone and marks its mistakes`, async ({ page }) => {
    const sent = await playSubmission(page, () => [201, { id }]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`/tasks/new/${kind}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('form[aria-label] button[type=submit]').click();
    await expect(page.locator('[aria-invalid=true]').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    expect(sent).toEqual([]);
  });
}

async function chooseCity(page: Page, label: string, code: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(code);
  await expect(page.getByRole('option').first()).toContainText(code);
  await page.keyboard.press('Enter');
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a booking with an infant is sent as typed parameters, once', async ({ page }) => {
  const sent = await playSubmission(page, () => [201, { id }]);
  await playTask(page, () => runningTask(id));
  await page.goto('/tasks/new/book_pnr');
  await chooseCity(page, '出发', 'CTU');
  await chooseCity(page, '到达', 'PEK');
  await page.getByLabel('航班号').fill('ca4193');
  await page.getByLabel('日期', { exact: true }).fill(inDays(10));
  await page.getByRole('button', { name: '加一位旅客' }).click();
  const [adult, infant] = [page.getByRole('group', { name: '旅客 1' }), page.getByRole('group', { name: '旅客 2' })];
  await adult.getByLabel('姓名').fill('林青禾');
  await adult.getByLabel('证件号').fill('999999199001010011');
  await infant.getByLabel('类型').selectOption('INF');
  await infant.getByLabel('姓名', { exact: true }).fill('林小禾');
  await infant.getByLabel('出生日期').fill(inDays(-200));
  await page.getByLabel('联系手机').fill('13000000001');
  await page.getByLabel('出票时限').fill(`${inDays(8)}T12:00`);
  await page.getByRole('button', { name: '预订', exact: true }).click();
  await expect(infant.getByText('航空公司要拼音姓名')).toBeVisible();
  expect(sent).toEqual([]);

  await infant.getByLabel('拼音姓名').fill('lin/xiaohe');
  await page.getByRole('button', { name: '预订', exact: true }).dblclick();
  await expect(page).toHaveURL(new RegExp(`/tasks/${id}$`));
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  expect(sent[0]?.body).toEqual({
    kind: 'book_pnr',
    params: {
      segments: [{ flightNo: 'CA4193', cabin: 'Y', depDate: inDays(10), depCity: 'CTU', arrCity: 'PEK' }],
      passengers: [{ name: '林青禾', type: 'ADT', idType: 'NI', idNo: '999999199001010011' }, { name: '林小禾', type: 'INF', birth: inDays(-200), latinName: 'LIN/XIAOHE' }],
      contact: { mobile: '13000000001' },
      ticketLimit: `${inDays(8)} 12:00`,
    },
  });
});

test('segments and passengers come and go', async ({ page }) => {
  await page.goto('/tasks/new/book_pnr');
  for (let more = 0; more < 4; more++) await page.getByRole('button', { name: '加一个航段' }).click();
  await expect(page.getByRole('group', { name: /^航段/ })).toHaveCount(5);
  await expect(page.getByRole('button', { name: '加一个航段' })).toBeHidden();
  await page.getByRole('button', { name: '去掉航段 2' }).click();
  await expect(page.getByRole('group', { name: /^航段/ })).toHaveCount(4);
});

test('issuing reads back what it costs and wants the locator again', async ({ page }) => {
  const sent = await playSubmission(page, () => [201, { id }]);
  await playTask(page, () => runningTask(id));
  await page.goto('/tasks/new/issue_ticket');
  await page.getByLabel('记录编号').fill('kabc12');
  await page.getByLabel('票款上限').fill('12.345');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('最多两位小数')).toBeVisible();
  await page.getByLabel('票款上限').fill('1,210.50');
  await page.keyboard.press('Control+Enter');

  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('票款不超过 ¥ 1,210.50');
  await expect(dialog).toContainText('不能撤回');
  await expectAccessible(page);
  const confirm = dialog.getByRole('button', { name: '出票' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/再输一遍/).fill('KABC13');
  await page.keyboard.press('Enter');
  await expect(confirm).toBeDisabled();
  expect(sent).toEqual([]);
  await dialog.getByLabel(/再输一遍/).fill('kabc12');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/tasks/${id}$`));
  expect(sent.map(({ body }) => body)).toEqual([{ kind: 'issue_ticket', params: { pnr: 'KABC12', maxFareFen: 121_050, device: 1 } }]);
});

test('cancelling can be thought over', async ({ page }) => {
  const sent = await playSubmission(page, () => [201, { id }]);
  await page.goto('/tasks/new/cancel_pnr?pnr=KABC12');
  await page.getByRole('button', { name: '取消整个 PNR' }).click();
  await expect(page.getByRole('dialog')).toContainText('取消整个 PNR KABC12？');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  expect(sent).toEqual([]);
});

test('a refusal of the server stands at its field', async ({ page }) => {
  await playSubmission(page, () => [422, { status: 422, code: 'invalid_field', title: 'x', detail: '名字里有主机不认的字', field: 'passengers[0].name' }]);
  await page.goto('/tasks/new/book_pnr');
  await page.getByRole('button', { name: '加一位旅客' }).click();
  await chooseCity(page, '出发', 'CTU');
  await chooseCity(page, '到达', 'PEK');
  await page.getByLabel('航班号').fill('CA4193');
  await page.getByLabel('日期', { exact: true }).fill(inDays(10));
  for (const [n, name] of [[1, '林青禾'], [2, '周一帆']] as const) {
    const passenger = page.getByRole('group', { name: `旅客 ${n}` });
    await passenger.getByLabel('姓名').fill(name);
    await passenger.getByLabel('证件号').fill(`99999919900101001${n}`);
  }
  await page.getByLabel('联系电话').fill('028-00000000');
  await page.getByLabel('出票时限').fill(`${inDays(8)}T12:00`);
  await page.getByRole('button', { name: '预订', exact: true }).click();
  await expect(page.getByRole('group', { name: '旅客 1' }).getByText('名字里有主机不认的字')).toBeVisible();
  await expect(page.getByRole('group', { name: '旅客 1' }).getByLabel('姓名')).toBeFocused();
});
