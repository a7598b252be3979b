import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { City } from '@/api/types';
import { fenText, parseYuan, printedAmount } from '../money';
import { mount, settled, words, type Mounted } from '@/testing/mount';
import { json, playServer } from '@/testing/server';
import { ageOn, bookingFaults, bookingParams, newBooking, newPassenger, newSegment, type BookingForm, type PassengerForm, type SegmentForm } from './booking';
import { latinNameFault, locatorFault, nameFault, tidy } from './fields';
import NewTaskPage from './NewTaskPage.vue';
import { confirmationOf, newPnrForm, pnrFaults, pnrParams, type PnrForm, type PnrKind } from './pnrForm';

const today = new Date(2026, 10, 20);
const city = (code: string): City => ({ code, name_zh: code, name_en: code, city: code });

describe('money', () => {
  it.each<[string, number | null]>([
    ['1210', 121_000], ['1210.5', 121_050], ['1210.05', 121_005], [' ¥ 1,210.50 ', 121_050], ['￥800', 80_000], ['0.29', 29], ['19.99', 1_999], ['1.005', null],
    ['', null], ['-5', null], ['1e3', null], ['1.', null], ['.5', null], ['一百', null], ['999999999', null],
  ])('%s yuan is %s fen', (typed, fen) => expect(parseYuan(typed)).toBe(fen));

  it('never loses a fen on its way to the screen', () => {
    for (const fen of [0, 1, 29, 100, 1_999, 121_050, 123_456_789]) expect(parseYuan(fenText(fen))).toBe(fen);
    expect(fenText(-350)).toBe('−¥ 3.50');
  });

  it('is shown as printed, grouped', () => {
    expect(printedAmount('3380.00', 'CNY')).toBe('¥ 3,380.00');
    expect(printedAmount('120.00', 'USD')).toBe('USD 120.00');
    expect(printedAmount('IT', null)).toBe('¥ IT');
  });
});

describe('a name', () => {
  it.each(['林青禾', '欧阳A', '何小满', 'ZHU/QI', 'DEMO/BETA MR', 'VAN DER BERG/ANNA'])('%s is accepted', (name) => expect(nameFault(name)).toBeNull());
  it.each(['林', 'LIN', 'L/QI', 'LIN/', '林/青', 'lin/qi', '林青禾1', 'A欧阳', '林青禾林青禾林青禾林青禾林青禾'])('%s is refused', (name) => expect(nameFault(name)).not.toBeNull());

  it('with a character the terminal cannot type says which', () => expect(nameFault('林㐂')).toContain('㐂'));
  it('in Latin letters only is asked for infants', () => {
    expect(latinNameFault('LIN/XIAOHE')).toBeNull();
    expect(latinNameFault('林小禾')).not.toBeNull();
  });
});

it('a locator is tidied before it is judged', () => {
  expect(locatorFault(tidy(' kabc12 '))).toBeNull();
  for (const wrong of ['KABC', 'KABC123', 'KAB-12', '']) expect(locatorFault(wrong), wrong).not.toBeNull();
});

describe('a booking', () => {
  const segment = (more: Partial<SegmentForm> = {}): SegmentForm => ({ ...newSegment(), flightNo: 'ca4193', cabin: 'g', depDate: '2026-11-25', from: city('CTU'), to: city('PEK'), ...more });
  const passenger = (more: Partial<PassengerForm> = {}): PassengerForm => ({ ...newPassenger(), name: '林青禾', idNo: '99999919900101001x', ...more });
  const booking = (more: Partial<BookingForm> = {}): BookingForm => ({ ...newBooking(), segments: [segment()], passengers: [passenger()], mobile: '13000000001', ticketLimit: '2026-11-24T12:00', ...more });
  const infant = passenger({ name: '林小禾', type: 'INF', idNo: '', birth: '2026-03-05', latinName: 'lin/xiaohe' });
  const child = passenger({ name: '何小满', type: 'CHD', idNo: '999999201801010022', birth: '2018-01-01' });
  const fields = (more: Partial<BookingForm>): string[] => Object.keys(bookingFaults(booking(more), today));

  it('that is complete has no faults', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ passengers: [passenger(), infant, child] })).toEqual([]);
  });

  it.each<[string, Partial<BookingForm>, string[]]>([
    ['a flight of wrong form', { segments: [segment({ flightNo: 'CA' })] }, ['segments[0].flightNo']],
    ['a date that has passed', { segments: [segment({ depDate: '2026-11-19' })], ticketLimit: '2026-11-20T00:00' }, ['segments[0].depDate', 'ticketLimit']],
    ['a second flight before the first', { segments: [segment(), segment({ depDate: '2026-11-24' })] }, ['segments[1].depDate']],
    ['no city', { segments: [segment({ to: null })] }, ['segments[0].arrCity']],
    ['the same city twice', { segments: [segment({ to: city('CTU') })] }, ['segments[0].arrCity']],
    ['a class of two letters', { segments: [segment({ cabin: 'M1' })] }, ['segments[0].cabin']],
    ['a name the host refuses', { passengers: [passenger({ name: 'LIN' })] }, ['passengers[0].name']],
    ['an identity card too short', { passengers: [passenger({ idNo: '123' })] }, ['passengers[0].idNo']],
    ['no document', { passengers: [passenger({ idNo: '' })] }, ['passengers[0].idNo']],
    ['a passport with signs', { passengers: [passenger({ idType: 'PP', idNo: 'E-1' })] }, ['passengers[0].idNo']],
    ['a mobile too short', { passengers: [passenger({ mobile: '1300' })] }, ['passengers[0].mobile']],
    ['a child without a birth', { passengers: [passenger(), { ...child, birth: '' }] }, ['passengers[1].birth']],
    ['a child who is grown up', { passengers: [passenger(), { ...child, birth: '2000-01-01' }] }, ['passengers[1].birth']],
    ['an infant who is two', { passengers: [passenger(), { ...infant, birth: '2024-11-25' }] }, ['passengers[1].birth']],
    ['an infant without a Latin name', { passengers: [passenger(), { ...infant, latinName: '' }] }, ['passengers[1].latinName']],
    ['an infant without an adult', { passengers: [passenger({ type: 'UM', birth: '2018-01-01' }), infant] }, ['passengers']],
    ['more infants than adults', { passengers: [passenger(), infant, { ...infant }] }, ['passengers']],
    ['a child alone', { passengers: [child] }, ['passengers']],
    ['ten passengers', { passengers: Array.from({ length: 10 }, (_, n) => passenger({ idType: 'ID', idNo: `ID${n}` })) }, ['passengers']],
    ['the same document twice', { passengers: [passenger(), passenger()] }, ['passengers']],
    ['no contact', { mobile: '' }, ['contact']],
    ['a contact of wrong form', { mobile: '', phone: 'call me' }, ['contact.phone']],
    ['no limit', { ticketLimit: '' }, ['ticketLimit']],
    ['a limit after the flight', { ticketLimit: '2026-11-26T00:00' }, ['ticketLimit']],
    ['a group too small', { isGroup: true, groupName: 'DEMOTOUR', groupSize: 9 }, ['group.size']],
    ['a group without a name', { isGroup: true, groupName: '', groupSize: 23 }, ['group.name']],
    ['a passport that has expired', { passengers: [passenger({ idType: 'PP', idNo: 'E1', name: 'LIN/QINGHE', abroad: true, birth: '1990-01-01', expiry: '2026-01-01' })] }, ['passengers[0].document.expiry']],
  ])('with %s is refused at its field', (_, more, expected) => expect(fields(more)).toEqual(expected));

  it('counts years as of the day of the flight', () => {
    expect(ageOn('2024-11-26', '2026-11-25')).toBe(1);
    expect(ageOn('2024-11-25', '2026-11-25')).toBe(2);
    expect(ageOn('2026-11-26', '2026-11-25')).toBe(-1);
  });

  it('allows more than nine as a group', () => {
    const passengers = Array.from({ length: 12 }, (_, n) => passenger({ idType: 'ID', idNo: `ID${n}` }));
    expect(fields({ passengers, isGroup: true, groupName: 'demotour', groupSize: 23 })).toEqual([]);
  });

  it('becomes the parameters of the wire, without what was left out', () => {
    expect(bookingParams(booking({ passengers: [passenger(), infant] }))).toEqual({
      segments: [{ flightNo: 'CA4193', cabin: 'G', depDate: '2026-11-25', depCity: 'CTU', arrCity: 'PEK' }],
      passengers: [
        { name: '林青禾', type: 'ADT', idType: 'NI', idNo: '99999919900101001X' },
        { name: '林小禾', type: 'INF', birth: '2026-03-05', latinName: 'LIN/XIAOHE' },
      ],
      contact: { mobile: '13000000001' },
      ticketLimit: '2026-11-24 12:00',
    });
  });

  it('carries a passport and a group when there are some', () => {
    const abroad = passenger({ idType: 'PP', idNo: 'e1', name: '林青禾', latinName: 'LIN/QINGHE', abroad: true, birth: '1990-01-01', expiry: '2030-01-01', gender: 'F', nationality: 'cn' });
    const params = bookingParams(booking({ passengers: [abroad], isGroup: true, groupName: 'demotour', groupSize: 23 }));
    expect(params).toMatchObject({
      group: { name: 'DEMOTOUR', size: 23 },
      passengers: [{ idType: 'PP', idNo: 'E1', birth: '1990-01-01', latinName: 'LIN/QINGHE', document: { issuingCountry: 'CN', nationality: 'CN', gender: 'F', expiry: '2030-01-01' } }],
    });
  });

  it('continues from where the flight before arrives', () => {
    expect(newSegment(segment())).toMatchObject({ from: { code: 'PEK' }, to: null, depDate: '2026-11-25' });
  });
});

describe('a task on a PNR', () => {
  const form = (more: Partial<PnrForm> = {}): PnrForm => ({ ...newPnrForm('kabc12'), ...more });

  it.each<[PnrKind, Partial<PnrForm>, string[]]>([
    ['extract_pnr', {}, []],
    ['extract_pnr', { pnr: 'KABC' }, ['pnr']],
    ['cancel_passenger', {}, ['passengers[0]']],
    ['cancel_passenger', { passengers: [{ key: 1, name: '林青禾' }, { key: 2, name: '林青禾' }] }, ['passengers[1]']],
    ['issue_ticket', {}, ['maxFareFen']],
    ['issue_ticket', { maxFare: '0' }, ['maxFareFen']],
    ['issue_ticket', { maxFare: '12.345', fareBasis: 'Y M', device: 0 }, ['maxFareFen', 'fareBasis', 'device']],
    ['issue_ticket', { maxFare: '1210.50', fareBasis: 'rt/y+rt/y' }, []],
    ['authorize_pnr', { officeNo: 'PEK99' }, ['officeNo']],
  ])('%s with %j has faults %j', (kind, more, expected) => expect(Object.keys(pnrFaults(kind, form(more)))).toEqual(expected));

  it('becomes its parameters, money in fen', () => {
    expect(pnrParams('cancel_pnr', form())).toEqual({ pnr: 'KABC12' });
    expect(pnrParams('cancel_passenger', form({ passengers: [{ key: 1, name: ' zhu/qi ' }] }))).toEqual({ pnr: 'KABC12', passengers: ['ZHU/QI'] });
    expect(pnrParams('issue_ticket', form({ maxFare: '1,210.50' }))).toEqual({ pnr: 'KABC12', maxFareFen: 121_050, device: 1 });
    expect(pnrParams('authorize_pnr', form({ officeNo: 'sha999' }))).toEqual({ pnr: 'KABC12', officeNo: 'SHA999' });
  });

  it('is read back when it cannot be taken back', () => {
    expect(confirmationOf('extract_pnr', form())).toBeNull();
    expect(confirmationOf('authorize_pnr', form())).toBeNull();
    expect(confirmationOf('cancel_pnr', form())).toMatchObject({ title: '取消整个 PNR KABC12？', retype: true });
    expect(confirmationOf('cancel_passenger', form({ passengers: [{ key: 1, name: '林青禾' }] }))?.facts[0]).toBe('取消旅客：林青禾');
    expect(confirmationOf('issue_ticket', form({ maxFare: '1210.5', fareBasis: 'y' }))).toMatchObject({ facts: ['票款不超过 ¥ 1,210.50', '用运价 Y', '用打票机 1'], retype: true });
  });
});

describe('the page that sends', () => {
  let mounted: Mounted;
  const rest = { 'GET /api/v1/cities': { items: [] }, 'GET /api/v1/terminals': { items: [] } };
  const find = <T extends HTMLElement>(selector: string): T => mounted.root.querySelector(selector) as T;
  const fill = async (at: number, text: string): Promise<void> => {
    const input = mounted.root.querySelectorAll<HTMLInputElement>('form[aria-label] input:not([type=radio])')[at] as HTMLInputElement;
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await settled();
  };
  const submit = async (): Promise<void> => {
    find('form[aria-label]').dispatchEvent(new Event('submit'));
    await settled();
  };

  beforeEach(() => {
    HTMLDialogElement.prototype.showModal ??= () => undefined;
  });
  afterEach(() => {
    mounted.unmount();
    vi.unstubAllGlobals();
  });

  it('sends a reading task at once, and once', async () => {
    const { requests } = playServer({ ...rest, 'POST /api/v1/tasks': () => json({ id: 99 }, 201) });
    mounted = await mount(NewTaskPage, {}, '/new-task/extract_pnr');
    await fill(0, 'kabc12');
    find('form').dispatchEvent(new Event('submit'));
    await submit();
    const sent = requests.filter((request) => request.method === 'POST');
    expect(sent).toHaveLength(1);
    expect(await sent[0]?.json()).toEqual({ kind: 'extract_pnr', params: { pnr: 'KABC12' } });
    expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(mounted.router.currentRoute.value.fullPath).toBe('/task/99');
  });

  it('sends an irreversible task only after the locator was typed again', async () => {
    const { requests } = playServer({ ...rest, 'POST /api/v1/tasks': () => json({ id: 99 }, 201) });
    mounted = await mount(NewTaskPage, {}, '/new-task/cancel_pnr?pnr=KABC12');
    await submit();
    expect(words(find('dialog'))).toContain('取消整个 PNR KABC12');
    const confirm = find<HTMLButtonElement>('dialog button[type=submit]');
    expect(confirm.disabled).toBe(true);
    find('dialog form').dispatchEvent(new Event('submit'));
    await settled();
    expect(requests.filter((request) => request.method === 'POST')).toHaveLength(0);

    const again = find<HTMLInputElement>('dialog input');
    again.value = 'kabc12';
    again.dispatchEvent(new Event('input'));
    await settled();
    expect(confirm.disabled).toBe(false);
    find('dialog form').dispatchEvent(new Event('submit'));
    await settled();
    expect(requests.filter((request) => request.method === 'POST')).toHaveLength(1);
  });

  it('shows a refusal at the field it names, and elsewhere above the form', async () => {
    const refusal = { status: 422, code: 'invalid_field', title: 'x', detail: '没有这个记录编号', field: 'params.pnr' };
    const { requests } = playServer({ ...rest, 'POST /api/v1/tasks': () => json(requests.filter((one) => one.method === 'POST').length === 1 ? refusal : { ...refusal, field: 'params.moon', detail: '月亮不对' }, 422) });
    mounted = await mount(NewTaskPage, {}, '/new-task/extract_pnr?pnr=KABC12');
    await submit();
    const faulty = find('[aria-invalid=true]');
    expect(words(document.getElementById(faulty.getAttribute('aria-describedby') ?? '') as Element)).toBe('没有这个记录编号');
    await submit();
    expect(words(find('[role=alert]'))).toContain('月亮不对');
    const keys = requests.filter((request) => request.method === 'POST').map((request) => request.headers.get('idempotency-key'));
    expect(new Set(keys).size).toBe(2);
  });

  it('keeps its key when no answer came, so that sending again makes no second task', async () => {
    let calls = 0;
    const { requests } = playServer({ ...rest, 'POST /api/v1/tasks': () => { if (++calls === 1) throw new TypeError('Failed to fetch'); return json({ id: 99 }, 201); } });
    mounted = await mount(NewTaskPage, {}, '/new-task/extract_pnr?pnr=KABC12');
    await submit();
    expect(words(find('[role=alert]'))).toContain('连不上服务器');
    await submit();
    const keys = requests.filter((request) => request.method === 'POST').map((request) => request.headers.get('idempotency-key'));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('asks for what the type of a passenger needs, and shows mistakes at their fields', async () => {
    const { requests } = playServer(rest);
    mounted = await mount(NewTaskPage, {}, '/new-task/book_pnr');
    expect(words(mounted.root)).not.toContain('出生日期');
    const type = find<HTMLSelectElement>('fieldset select');
    type.value = 'CHD';
    type.dispatchEvent(new Event('change'));
    await settled();
    expect(words(mounted.root)).toContain('出生日期');
    await submit();
    expect(mounted.root.querySelectorAll('[aria-invalid=true]').length).toBeGreaterThan(5);
    expect(requests.filter((request) => request.method === 'POST')).toHaveLength(0);
  });
});
