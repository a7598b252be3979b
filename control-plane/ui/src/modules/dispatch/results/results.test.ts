import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faces, pnrs } from '../../../../dev/examples.mjs';
import { results } from '../../../../dev/operations.mjs';
import { mount, settled, words, type Mounted } from '@/testing/mount';
import { playServer } from '@/testing/server';
import { isoDate, officeMoment } from './hostDate';
import { readPnr, type Pnr } from './pnr';
import { badgesOf, documentIn, documentsOf, grouped, isGone, limitMoment, otherGroups, segmentDay, statusTone, ticketsOf } from './pnrFacts';
import PnrResultView from './PnrResultView.vue';
import PnrView from './PnrView.vue';
import { readPnrResult } from './result';
import { couponTone, couponWords, readFace } from './ticket';
import TicketFace from './TicketFace.vue';

const readAt = Date.UTC(2026, 10, 21, 4);
const pnr = (name: keyof typeof pnrs): Pnr => readPnr(pnrs[name]) as Pnr;
let mounted: Mounted | null = null;

beforeEach(() => {
  playServer({ 'GET /api/v1/cities': { items: [
    { code: 'CTU', name_zh: '成都双流', name_en: 'Chengdu', city: 'CTU' }, { code: 'PEK', name_zh: '北京首都', name_en: 'Beijing', city: 'BJS' },
  ] } });
  vi.useFakeTimers({ now: readAt, toFake: ['Date'] });
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const all = (selector: string): string[] => [...(mounted?.root.querySelectorAll(selector) ?? [])].map(words);
const whole = (): string => words(mounted?.root as Element);

describe('a date of the host', () => {
  it('has the year that fits its weekday', () => {
    expect(isoDate({ date: '25NOV', dow: 'WE' }, readAt)).toBe('2026-11-25');
    expect(isoDate({ date: '25NOV', dow: 'TH' }, readAt)).toBe('2027-11-25');
    expect(isoDate({ date: '25NOV', dow: 'TUE' }, readAt)).toBe('2025-11-25');
  });

  it('without a weekday has the year that lies nearest', () => {
    expect(isoDate({ date: '03JAN' }, readAt)).toBe('2027-01-03');
    expect(isoDate({ date: '20NOV' }, readAt)).toBe('2026-11-20');
  });

  it('believes a year that is written', () => {
    expect(isoDate({ date: '23JAN', year: '27', dow: 'SA' }, readAt)).toBe('2027-01-23');
    expect(isoDate({ date: '06JUL14' }, readAt)).toBe('2014-07-06');
  });

  it('that is none is none', () => {
    expect(isoDate({ date: 'OPEN' }, readAt)).toBeNull();
    expect(isoDate({ date: '25XYZ' }, readAt)).toBeNull();
  });

  it('on the 29th of February skips the years that have none', () => expect(isoDate({ date: '29FEB' }, Date.UTC(2027, 11, 1))).toBe('2028-02-29'));

  it('with a time is a moment in Beijing', () => {
    expect(officeMoment('2026-11-24', '1200')).toBe(Date.UTC(2026, 10, 24, 4));
    expect(officeMoment('soon', '1200')).toBeNull();
  });
});

describe('a PNR on the wire', () => {
  it.each(Object.keys(pnrs) as (keyof typeof pnrs)[])('%s is read in full', (name) => {
    const read = pnr(name);
    expect(read.passengers).toHaveLength(pnrs[name].passengers.length);
    expect(read.segments).toHaveLength(pnrs[name].segments.length);
    expect(read.ssr).toHaveLength(pnrs[name].ssr.length);
    expect(read.other).toEqual(pnrs[name].other);
    expect(read.locator).toBe(pnrs[name].locator);
  });

  it('that is none reads as none', () => {
    for (const value of [null, 'KABC12', [], { kind: 'detr' }]) expect(readPnr(value)).toBeNull();
  });

  it('may lack everything', () => {
    const read = readPnr({ kind: 'pnr' });
    expect(read).toMatchObject({ locator: null, passengers: [], segments: [], limit: null, group: null, tickets: [], other: [] });
  });

  it('counts each ticket once, and a pending one as pending', () => {
    expect(pnr('ticketed').tickets.map((ticket) => ticket.ticket)).toEqual(['876-2300000011', '876-2300000012', '876-2300000013']);
    const pending = readPnr({ kind: 'pnr', tkne: [{ ticket: null, pending: true, pax: 1, infant: false }], tn: [] });
    expect(pending?.tickets).toEqual([{ ticket: null, pending: true, pax: 1, infant: false }]);
  });
});

describe('what a PNR means', () => {
  const badges = (read: Pnr): string[] => badgesOf(read).map((badge) => badge.words);

  it('is told by badges', () => {
    expect(badges(pnr('fresh'))).toEqual(['未出票']);
    expect(badges(pnr('ticketed'))).toEqual(['已出票']);
    expect(badges(pnr('cancelled'))).toEqual(['已取消']);
    expect(badges(pnr('group'))).toEqual(['未出票', '团队 DEMOTOUR · 23 座']);
    expect(badges(pnr('rescheduled'))).toEqual(['已出票', '联程绑定']);
    expect(badges(readPnr(results.authorize_pnr.result.content) as Pnr)).toEqual(['已出票', '待出票 DPN']);
  });

  it('finds documents by passenger', () => {
    expect(documentsOf(pnr('ticketed'), 1)).toEqual([{ kind: 'NI', number: '999999201801010022' }]);
    expect(documentsOf(pnr('ticketed'), 3)).toEqual([{ kind: 'PP', number: 'E00000001' }]);
    expect(documentsOf(pnr('rescheduled'), 1)).toEqual([{ kind: 'PP', number: 'E00000002' }]);
    expect(documentIn({ n: 5, code: 'FOID', carrier: null, action: null, text: null, pax: [] })).toBeNull();
  });

  it('finds tickets by passenger, those of infants apart', () => {
    expect(ticketsOf(pnr('ticketed'), 1, false).map((ticket) => ticket.ticket)).toEqual(['876-2300000013']);
    expect(ticketsOf(pnr('ticketed'), 1, true)).toEqual([]);
  });

  it('tells days and limits', () => {
    expect(segmentDay(pnr('fresh').segments[0] as never, readAt)).toBe('2026-11-25');
    expect(limitMoment(pnr('fresh'), readAt)).toBe(Date.UTC(2026, 10, 24, 4));
    expect(limitMoment(pnr('ticketed'), readAt)).toBeNull();
  });

  it('tells which segments are gone', () => {
    expect(pnr('rescheduled').segments.map((segment) => isGone(segment.status))).toEqual([false, true, false]);
    expect(statusTone('ZZ')).toBe('soft');
  });

  it('groups services by code and drops no other line', () => {
    expect(grouped(pnr('infant').ssr).map((group) => [group.code, group.meaning])).toEqual([['FOID', '证件'], ['INFT', '婴儿'], ['ADTK', '出票时限提醒']]);
    const lines = [...pnr('infant').other, 'XYZ UNKNOWN'];
    expect(otherGroups(lines).flatMap((group) => group.lines).toSorted()).toEqual(lines.toSorted());
    expect(otherGroups(lines).at(-1)?.lines).toEqual(['XYZ UNKNOWN']);
  });
});

describe('the view of a PNR', () => {
  const show = async (name: keyof typeof pnrs, more: object = {}): Promise<void> => {
    mounted = await mount(PnrView, { pnr: readPnr({ ...pnrs[name], ...more }), locator: pnrs[name].locator, readAt });
    await settled();
  };

  it('tells locator, limit with what is left, airline locator and Office', async () => {
    await show('fresh');
    expect(all('[data-testid=pnr]')[0]).toMatch(/KABC12.*未出票.*CTU999.*NX1Y2Z.*国航 CA.*11月24日.*12:00.*还剩 3 天 0 小时/);
  });

  it('says when the limit is over', async () => {
    await show('fresh', { tl: { time: '1200', date: '20NOV', office: 'CTU999' } });
    expect(all('[data-testid=pnr]')[0]).toContain('已过 1 天 0 小时');
  });

  it('draws the segment with day, cities, class and meaning of its status', async () => {
    await show('fresh');
    expect(all('[data-testid=segment]')).toHaveLength(1);
    expect(all('[data-testid=segment]')[0]).toMatch(/CA4193.*G 舱.*07:00.*T2.*09:35.*T3.*11月25日周三.*已确认.*HK1.*1 座 · 电子客票/);
  });

  it('tells a segment without a flight and one without times', async () => {
    await show('fresh', { segments: [{ n: 2, arnk: true, from: 'CTU', to: 'PEK' }, { n: 3, flight: 'MU1', from: 'CTU', to: 'PEK', status: 'KK', date: null }] });
    expect(all('[data-testid=segment]')[0]).toContain('地面段');
    expect(all('[data-testid=segment]')[1]).toMatch(/--:--.*日期待定.*航司已确认/);
  });

  it('covers documents until somebody asks', async () => {
    await show('fresh');
    expect(all('[data-testid=passenger]')[0]).toContain('9999••••••0011');
    expect(whole()).not.toContain('999999199001010011');
    mounted?.root.querySelector<HTMLElement>('[data-testid=passenger] button[aria-pressed]')?.click();
    await settled();
    expect(all('[data-testid=passenger]')[0]).toContain('999999199001010011');
  });

  it('shows infants below their adult, and the fares of both', async () => {
    await show('infant');
    expect(all('[data-testid=passenger]')).toHaveLength(2);
    expect(all('[data-testid=passenger]')[1]).toMatch(/林小禾.*MAR26.*婴儿/);
    expect(all('[data-testid=stored-fare]')[0]).toMatch(/票面价¥ 1,090.00.*机场建设费¥ 50.00.*燃油附加费¥ 70.00.*合计¥ 1,210.00/);
    expect(all('[data-testid=stored-fare]')[1]).toMatch(/婴儿.*机场建设费免.*燃油附加费免.*合计¥ 160.00/);
  });

  it('says that a group has no names, and shows lines nobody knows', async () => {
    await show('group', { passengers: [], other: ['SOMETHING NEW'], unreadable: [{ row: 3, text: 'SSR ??', problem: 'x' }] });
    expect(whole()).toContain('已输入姓名 4 人');
    expect(whole()).toMatch(/其他行 *SOMETHING NEW.*认不出的行 *SSR \?\?/);
  });

  it('says when an item is hidden from this Office', async () => {
    await show('fresh', { ssr: [{ n: 5, code: 'FOID', carrier: null, action: null, text: null, pax: null }] });
    expect(whole()).toContain('属于其他 Office');
  });
});

describe('a ticket', () => {
  it('leads every coupon to where the next begins', () => {
    expect(readFace(faces.journey)?.coupons.map((coupon) => [coupon.from, coupon.to])).toEqual([['CTU', 'NRT'], ['NRT', 'PEK'], ['PEK', 'CTU']]);
    expect(readFace({ ticket: 'x' })).toBeNull();
  });

  it('has words for the states of its coupons', () => {
    expect(['OPEN FOR USE', 'USED/FLOWN', 'REFUNDED', 'AIRP CNTL/YY', 'NEWLY INVENTED'].map(couponWords)).toEqual(['未使用', '已使用', '已退票', '机场控制', 'NEWLY INVENTED']);
    expect(['OPEN FOR USE', 'VOID', 'SUSPENDED', 'NEWLY INVENTED'].map(couponTone)).toEqual(['ok', 'bad', 'warn', 'soft']);
  });

  it('shows route, money, payment, endorsements and tour code', async () => {
    mounted = await mount(TicketFace, { face: readFace(faces.journey), readAt });
    expect(all('[data-testid=coupon]')).toHaveLength(3);
    expect(all('[data-testid=coupon]')[2]).toMatch(/中转不停留.*日期待定.*未使用/);
    expect(whole()).toMatch(/999-2300000055.*DEMO\/ALPHA MR.*CASH\(CNY\).*DEMO01.*Q\/NONEND PENALTY APPLS.*已打印.*¥ 5,690.00.*¥ 90.00.*燃油附加费免.*¥ 5,780.00/);
  });

  it('says that money is hidden, and not that it is nothing', async () => {
    mounted = await mount(TicketFace, { face: readFace({ ...faces.simple, fare: null, total: null, taxes: [] }), readAt });
    expect(whole()).toContain('票面金额对这个 Office 不可见');
    expect(whole()).not.toContain('¥');
  });
});

describe('the result', () => {
  const show = async (kind: keyof typeof results, more: object = {}): Promise<void> => {
    mounted = await mount(PnrResultView, { kind, result: readPnrResult({ ...results[kind].result, ...more }), readAt });
    await settled();
  };

  it.each<[keyof typeof results, string]>([
    ['book_pnr', '已预订，记录编号 KABC12'],
    ['cancel_passenger', '已取消旅客：周一帆'],
    ['cancel_pnr', 'PNR KDEM08 已整个取消'],
    ['authorize_pnr', '已授权 SHA999 操作 PNR KDEM05'],
  ])('of %s begins with what happened', async (kind, news) => {
    await show(kind);
    expect(all('[data-testid=news]')).toEqual([news]);
    expect(all('[data-testid=pnr]')).toHaveLength(1);
  });

  it('of issue_ticket lists tickets, fares and what all cost', async () => {
    await show('issue_ticket');
    expect(all('[data-testid=ticket]')).toHaveLength(3);
    expect(all('[data-testid=fares] tbody tr')).toEqual(['成人 × 2G¥ 680.00¥ 50.00¥ 70.00¥ 800.00', '儿童 × 1YCH¥ 790.00免免¥ 790.00']);
    expect(all('[data-testid=total]')).toEqual(['¥ 2,390.00']);
  });

  it('of extract_ticket_no shows the faces and what is pending', async () => {
    await show('extract_ticket_no');
    expect(all('[data-testid=face]')).toHaveLength(2);
    expect(all('[data-testid=ticket]')[2]).toMatch(/林小禾.*婴儿.*待出票 DPN/);
  });

  it('of extract_ticket_no keeps a ticket of which nobody knows whose it is', async () => {
    await show('extract_ticket_no', { tickets: [{ passenger: null, type: null, ticketNo: '999-2300000077', pending: false }] });
    expect(all('[data-testid=ticket]')).toEqual(['旅客不详999-2300000077']);
  });

  it('of extract_ticket_no without tickets says so', async () => {
    await show('extract_ticket_no', { tickets: [] });
    expect(whole()).toContain('还没有出票');
  });

  it('may lack the PNR', async () => {
    await show('cancel_pnr', { content: null });
    expect(all('[data-testid=news]')).toEqual(['PNR KDEM08 已整个取消']);
    expect(all('[data-testid=pnr]')).toEqual([]);
  });

  it('of other kinds is left alone', () => {
    expect(readPnrResult({ av: {} })).toBeNull();
    expect(readPnrResult(null)).toBeNull();
  });
});
