import { describe, expect, it } from 'vitest';
import { zhCN } from '@/app/i18n/zh-CN';
import { changeWords } from './changes';
import { readCodes } from './codes';
import { advice, atWork, condition, conditionWord, needsAttention } from './health';

type Vital = Parameters<typeof condition>[0];
const terminal = (more: Partial<Vital> = {}): Vital => ({ state: 'enrolled', presence: 'online', readiness: 'ready', reason: null, paused: false, ...more });

describe('the condition of a terminal', () => {
  it.each<[string, Partial<Vital>]>([
    ['ready', {}],
    ['busy', { readiness: 'busy' }],
    ['not_ready', { readiness: 'not_ready', reason: 'locked' }],
    ['not_ready', { readiness: null }],
    ['paused', { paused: true }],
    ['paused', { readiness: 'not_ready', reason: 'paused' }],
    ['busy', { paused: true, readiness: 'busy' }],
    ['offline', { presence: 'offline', readiness: 'not_ready', reason: 'locked' }],
    ['never', { presence: 'never' }],
    ['waiting_enrolment', { state: 'waiting_enrolment', presence: 'never' }],
    ['frozen', { state: 'frozen', presence: 'offline' }],
  ])('is %s for %j', (expected, facts) => expect(condition(terminal(facts))).toBe(expected));

  it('asks for a person only when a person can help', () => {
    expect(needsAttention(terminal())).toBe(false);
    expect(needsAttention(terminal({ paused: true }))).toBe(false);
    expect(needsAttention(terminal({ readiness: 'not_ready', reason: 'pop_up' }))).toBe(true);
    expect(needsAttention(terminal({ presence: 'offline' }))).toBe(true);
  });
});

it('a terminal with a running task is busy, whatever it said last', () => {
  expect(condition(atWork(terminal(), { id: 1 }))).toBe('busy');
  expect(condition(atWork(terminal(), undefined))).toBe('ready');
  expect(condition(atWork(terminal({ presence: 'offline' }), { id: 1 }))).toBe('offline');
});

describe('the advice', () => {
  it('is silent when all is well', () => {
    expect(advice(terminal())).toBeNull();
    expect(advice(terminal({ readiness: 'busy' }))).toBeNull();
  });

  it('names the reason and the remedy, for every reason', () => {
    for (const reason of Object.keys(zhCN.fleet.reason).filter((code) => code !== 'paused' && code !== 'other')) {
      const found = advice(terminal({ readiness: 'not_ready', reason }));
      expect(found?.title, reason).not.toContain(reason);
      expect(found?.remedy, reason).not.toBe('');
    }
    expect(conditionWord(terminal({ readiness: 'not_ready', reason: 'locked' }))).toBe('桌面已锁定');
  });

  it('knows every reason that an agent may give', () => {
    const reasons = ['window_missing', 'window_covered', 'locked', 'signed_off', 'keyboard_locked', 'pop_up', 'wrong_size', 'uncalibrated', 'ime_on', 'desktop_lost', 'agent_fault', 'stopping'];
    for (const reason of reasons) expect(advice(terminal({ readiness: 'not_ready', reason }))?.title, reason).not.toContain('未就绪');
  });

  it('for a reason newer than the page shows its code and where to look', () => {
    const found = advice(terminal({ readiness: 'not_ready', reason: 'solar_flare' }));
    expect(found?.title).toContain('solar_flare');
    expect(found?.remedy).toContain('doctor');
  });

  it('exists for terminals that are not there at all', () => {
    for (const facts of [{ presence: 'offline' }, { presence: 'never' }, { state: 'frozen' }, { state: 'waiting_enrolment' }] as Partial<Vital>[]) {
      expect(advice(terminal(facts))?.remedy).toBeTruthy();
    }
  });
});

it('codes are read however people separate them, each once', () => {
  expect(readCodes(' BSP1, BSP2，BSP1\nP-CA;\n\n')).toEqual(['BSP1', 'BSP2', 'P-CA']);
  expect(readCodes('   ')).toEqual([]);
});

it('the notes of the server are told in the language of the page', () => {
  expect(changeWords('registered')).toBe('新建终端');
  expect(changeWords('enrolled on COUNTER-7')).toBe('登记到 COUNTER-7');
  expect(changeWords('frozen: two machines use one identity')).toBe('两台电脑用同一身份，已冻结');
  expect(changeWords('{"command":"pause"}')).toBe('暂停派单');
  expect(changeWords('painted green')).toBe('painted green');
});
