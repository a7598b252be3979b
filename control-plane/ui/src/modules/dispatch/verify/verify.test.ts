import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steps as examples, unknownTask } from '../../../../dev/operations.mjs';
import type { Task, TaskRow } from '@/api/types';
import { live } from '@/app/live';
import { mount, settled, words, type Mounted } from '@/testing/mount';
import { json, playServer } from '@/testing/server';
import { toasts } from '@/ui/toast';
import { changedLines, diffScreens } from './diff';
import { isIrreversible, isPastReturn, shortHash } from './evidence';
import EvidencePanel from './EvidencePanel.vue';
import StepEvidence from './StepEvidence.vue';
import UnknownPage from './UnknownPage.vue';

const task = (more: object = {}): Task => unknownTask(7, more) as unknown as Task;
let mounted: Mounted | null = null;
const find = <T extends HTMLElement>(selector: string): T => mounted?.root.querySelector(selector) as T;
const all = (selector: string): string[] => [...(mounted?.root.querySelectorAll(selector) ?? [])].map(words);

beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('two screens', () => {
  const changes = (before: string, after: string): string[] => diffScreens(before, after).map((row) => `${row.change} ${row.before ?? ''}|${row.after ?? ''}`);

  it('that are the same have no changes', () => {
    expect(changedLines(diffScreens('A\nB\n', 'A\nB'))).toBe(0);
    expect(diffScreens('A  ', 'A')).toEqual([{ change: 'same', before: 'A', after: 'A' }]);
  });

  it('show a changed line beside what it became', () => expect(changes('A\nB\nC', 'A\nX\nC')).toEqual(['same A|A', 'changed B|X', 'same C|C']));

  it('show lines that came and lines that went', () => {
    expect(changes('A\nC', 'A\nB\nC')).toEqual(['same A|A', 'added |B', 'same C|C']);
    expect(changes('A\nB\nC', 'A\nC')).toEqual(['same A|A', 'removed B|', 'same C|C']);
  });

  it('lose no line, whatever they hold', () => {
    let seed = 7;
    const random = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    for (let round = 0; round < 200; round++) {
      const screen = (): string[] => Array.from({ length: 1 + random(9) }, () => 'ABC'[random(3)] as string);
      const [before, after] = [screen(), screen()];
      const rows = diffScreens(before.join('\n'), after.join('\n'));
      expect(rows.map((row) => row.before).filter((line) => line !== null)).toEqual(before);
      expect(rows.map((row) => row.after).filter((line) => line !== null)).toEqual(after);
    }
  });
});

describe('a command', () => {
  it.each(['ETDZ:1', 'ETDZ 1,INF', 'XEPNR@KABC12', 'XEPNR@', '@', '\\', '@KI', 'VT:1/2', '>ETRY:1', 'RMK TJ AUTH SHA999@'])('%s cannot be taken back', (command) => expect(isIrreversible(command)).toBe(true));
  it.each(['RT:KABC12', 'AVH/PEKSHA', 'DETR:CN/KABC12', 'PAT:A', 'SFC:01', 'PN', '第 2 页：AVH/PEKSHA', '提取 PNR', ''])('%s can', (command) => expect(isIrreversible(command)).toBe(false));
});

it('a running task is past return once such a command was told or journalled', () => {
  expect(isPastReturn(task({ steps: [], log: [], step: 'PAT:A' }))).toBe(false);
  expect(isPastReturn(task({ steps: [], log: [], step: 'ETDZ:1' }))).toBe(true);
  expect(isPastReturn(task({ log: [], step: null }))).toBe(true);
});

it('a long hash is shortened, a short one left', () => {
  expect(shortHash('3fa9b2c1d4e5f60718293a4b5c6d7e8f')).toBe('3fa9b2c1…7e8f');
  expect(shortHash('abc')).toBe('abc');
});

describe('the evidence of a step', () => {
  const step = (more: object = {}): object => ({ ...examples[0], ...more });

  it('shows both screens with the lines that differ', async () => {
    mounted = await mount(StepEvidence, { step: step(), index: 0 });
    expect(words(mounted.root)).toMatch(/第 1 步.*ETDZ:1.*不能确定.*RT：有出票标记.*3fa9b2c1….*屏幕与日志里的指纹相符.*有 3 行不同/);
    expect(all('[data-testid=screen-before] [data-change=changed]')).toHaveLength(2);
    expect(all('[data-testid=screen-after] [data-change=added]')[0]).toContain('ELECTRONIC TICKET');
  });

  it('warns of screens that are not those of the journal', async () => {
    mounted = await mount(StepEvidence, { step: step({ intact: false }), index: 0 });
    expect(words(mounted.root)).toContain('请勿据此判断');
  });

  it('says which screen is missing', async () => {
    mounted = await mount(StepEvidence, { step: step({ after: null }), index: 0 });
    expect(words(mounted.root)).toContain('没有读到之后的屏幕');
    mounted.unmount();
    mounted = await mount(StepEvidence, { step: step({ before: null, after: null, hash_before: '', hash_after: '' }), index: 0 });
    expect(words(mounted.root)).toContain('没有前后屏幕');
  });
});

describe('settling', () => {
  const open = async (which: number): Promise<void> => {
    const buttons = mounted?.root.querySelectorAll<HTMLElement>('[data-testid=verdict] button');
    buttons?.[which]?.click();
    await settled();
  };
  const write = async (note: string): Promise<void> => {
    const area = find<HTMLTextAreaElement>('textarea');
    area.value = note;
    area.dispatchEvent(new Event('input'));
    find('dialog form').dispatchEvent(new Event('submit'));
    await settled();
    await settled();
  };

  it('wants a note, and sends the verdict with it', async () => {
    const { requests } = playServer({ 'POST /api/v1/tasks/7/settle': {} });
    const settledNow = vi.fn();
    mounted = await mount(EvidencePanel, { task: task(), onSettled: settledNow });
    await open(1);
    expect(words(find('dialog'))).toContain('定为已完成');
    await write('  ');
    expect(words(find('dialog'))).toContain('请写明依据');
    expect(requests).toHaveLength(0);
    await write('DETR 上有票号');
    expect(await requests[0]?.json()).toEqual({ verdict: 'done', note: 'DETR 上有票号' });
    expect(settledNow).toHaveBeenCalledOnce();
  });

  it('takes a task that was settled meanwhile for good news', async () => {
    playServer({ 'POST /api/v1/tasks/7/settle': () => json({ status: 409, code: 'task_not_unknown', title: 'x' }, 409) });
    const settledNow = vi.fn();
    mounted = await mount(EvidencePanel, { task: task(), onSettled: settledNow });
    await open(0);
    await write('主机上没有票');
    expect(settledNow).toHaveBeenCalledOnce();
    expect(toasts.value.at(-1)).toMatchObject({ tone: 'ok', text: '这个任务刚刚已有结论，不用再处理了' });
  });

  it('shows any other refusal in the dialog', async () => {
    playServer({ 'POST /api/v1/tasks/7/settle': () => json({ status: 422, code: 'invalid_field', title: 'x', detail: '依据太短', field: 'note' }, 422) });
    mounted = await mount(EvidencePanel, { task: task() });
    await open(0);
    await write('没有票');
    expect(words(find('dialog'))).toContain('依据太短');
  });

  it('without a journal says that it is still to come', async () => {
    mounted = await mount(EvidencePanel, { task: task({ steps: [] }) });
    expect(words(mounted.root)).toContain('还没有收到这次执行的日志');
  });
});

describe('the board', () => {
  const row = (id: number, pnr: string, created_at: number): TaskRow => ({ ...task({ summary: { pnr }, created_at, started_at: created_at }), id }) as TaskRow;

  it('lists the longest waiting first, and forgets what was settled elsewhere', async () => {
    let items = [row(2, 'KNEW22', Date.now() - 60_000), row(1, 'KOLD11', Date.now() - 600_000)];
    let tell: (change: { topic: 'task'; id: number }) => void = () => undefined;
    vi.spyOn(live, 'subscribe').mockImplementation((listener) => {
      tell = listener;
      return () => undefined;
    });
    const { requests } = playServer({ 'GET /api/v1/cities': { items: [] }, 'GET /api/v1/tasks': () => json({ items, next_cursor: null, counts: {} }) });
    mounted = await mount(UnknownPage);
    await settled();
    expect(all('[data-testid=unknown] a')).toEqual(['出票 KOLD11', '出票 KNEW22']);
    expect(all('[data-testid=unknown]')[0]).toMatch(/结果不明.*上海国内组.*已等待10 分/);
    expect(new URL(requests.find((request) => request.url.includes('/tasks'))?.url ?? '').searchParams.get('state')).toBe('unknown');

    items = [];
    tell({ topic: 'task', id: 1 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await settled();
    expect(words(mounted.root)).toContain('没有待核实的任务');
  });
});
