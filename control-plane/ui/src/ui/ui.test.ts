import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { Problem } from '@/api/problem';
import { mount, settled, words, type Mounted } from '@/testing/mount';
import { copyText } from './clipboard';
import { columnsOf, isWide } from './columns';
import ComboBox from './ComboBox.vue';
import { toCsv } from './csv';
import DataTable from './DataTable.vue';
import TerminalText from './TerminalText.vue';
import { masked } from './mask';
import { dismiss, toast, toastProblem, toasts } from './toast';
import { useUrlFilters, type UrlFilters } from './urlFilters';

let mounted: Mounted | null = null;
afterEach(() => {
  mounted?.unmount();
  mounted = null;
  vi.unstubAllGlobals();
});

describe('the terminal grid', () => {
  it('gives Chinese characters two columns and Latin ones one', () => {
    expect(isWide('驿')).toBe(true);
    expect(isWide('，')).toBe(true);
    expect(isWide('►')).toBe(false);
    expect(columnsOf('CA 国航')).toBe(7);
  });

  it('keeps every line and puts wide characters into cells of their own', async () => {
    mounted = await mount(TerminalText, { text: '>AVH/PEKSHA\n 北京A\n', label: 'screen' });
    const pre = mounted.root.querySelector('pre');
    expect(pre?.textContent).toBe('>AVH/PEKSHA\n 北京A\n');
    expect([...(pre?.querySelectorAll('span') ?? [])].map((cell) => cell.textContent)).toEqual(['北', '京']);
  });
});

describe('a file for a spreadsheet', () => {
  it('quotes what needs quoting and leaves numbers alone', () => {
    expect(toCsv([['a', 'b,c', 'say "hi"', 3, null]])).toBe('a,"b,c","say ""hi""",3,\r\n');
  });

  it('never lets a cell run as a formula', () => {
    expect(toCsv([['=1+1', '@x', '-2']])).toBe("'=1+1,'@x,'-2\r\n");
  });
});

describe('copying', () => {
  it('works without the clipboard of secure pages', async () => {
    vi.stubGlobal('navigator', { clipboard: undefined });
    const command = vi.fn(() => true);
    document.execCommand = command;
    expect(await copyText('code')).toBe(true);
    expect(command).toHaveBeenCalledWith('copy');
    expect(document.querySelector('textarea')).toBeNull();
  });
});

describe('a toast', () => {
  beforeEach(() => toasts.value.forEach((entry) => dismiss(entry.id)));

  it('goes away by itself', () => {
    vi.useFakeTimers();
    toast('saved');
    expect(toasts.value.map((entry) => entry.text)).toContain('saved');
    vi.advanceTimersByTime(5_000);
    expect(toasts.value).toHaveLength(0);
    vi.useRealTimers();
  });

  it('tells a refusal in the words of the server', () => {
    toastProblem(new Problem({ status: 409, code: 'task_not_cancellable', title: '不能取消', detail: '任务已经结束' }));
    expect(toasts.value.at(-1)).toMatchObject({ text: '任务已经结束', tone: 'bad' });
    toastProblem(new TypeError('Failed to fetch'));
    expect(toasts.value.at(-1)?.text).toBe('连不上服务器');
  });
});

describe('filters', () => {
  async function withFilters(at: string): Promise<UrlFilters<'state' | 'q'>> {
    let filters: UrlFilters<'state' | 'q'> | null = null;
    const host = defineComponent(() => {
      filters = useUrlFilters(['state', 'q'] as const);
      return () => h('div');
    });
    mounted = await mount(host, {}, at);
    return filters as unknown as UrlFilters<'state' | 'q'>;
  }

  it('are read from the address, one or many', async () => {
    const filters = await withFilters('/tasks?state=done&state=failed&q=PEK&other=1');
    expect(filters.values.value).toEqual({ state: ['done', 'failed'], q: ['PEK'] });
    expect(filters.one('q')).toBe('PEK');
    expect(filters.active.value).toBe(true);
  });

  it('are written to it, and what is not theirs stays', async () => {
    const filters = await withFilters('/tasks?q=PEK&view=list');
    filters.set({ state: ['done'], q: '' });
    await settled();
    expect(mounted?.router.currentRoute.value.fullPath).toBe('/tasks?view=list&state=done');
    filters.clear();
    await settled();
    expect(mounted?.router.currentRoute.value.fullPath).toBe('/tasks?view=list');
    expect(filters.active.value).toBe(false);
  });
});

describe('the combo box', () => {
  const fruits = ['apple', 'banana', 'blueberry'];

  async function open(): Promise<{ input: HTMLInputElement; chosen: { value: string | null }; options: () => string[] }> {
    const chosen = ref<string | null>(null);
    const host = defineComponent(() => () =>
      h(ComboBox as never, {
        modelValue: chosen.value,
        'onUpdate:modelValue': (next: string | null) => (chosen.value = next),
        search: (text: string) => fruits.filter((fruit) => fruit.startsWith(text)),
        optionKey: (fruit: string) => fruit,
        optionText: (fruit: string) => fruit,
        emptyText: 'nothing',
      }),
    );
    mounted = await mount(host);
    const input = mounted.root.querySelector('input') as HTMLInputElement;
    const options = (): string[] => [...(mounted?.root.querySelectorAll('[role=option]') ?? [])].map(words);
    return { input, chosen, options };
  }

  async function type(input: HTMLInputElement, text: string): Promise<void> {
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await nextTick();
  }

  async function press(input: HTMLInputElement, key: string): Promise<void> {
    input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await nextTick();
  }

  it('narrows as one types and takes the marked option with Enter', async () => {
    const { input, chosen, options } = await open();
    await type(input, 'b');
    expect(options()).toEqual(['banana', 'blueberry']);
    await press(input, 'ArrowDown');
    await press(input, 'Enter');
    expect(chosen.value).toBe('blueberry');
    expect(input.value).toBe('blueberry');
    expect(input.getAttribute('aria-expanded')).toBe('false');
  });

  it('keeps its list out of the way of Tab, even when the list scrolls', async () => {
    await open();
    expect(mounted?.root.querySelector('[role=listbox]')?.getAttribute('tabindex')).toBe('-1');
  });

  it('takes the best match when it is left, and nothing for nonsense', async () => {
    const { input, chosen, options } = await open();
    await type(input, 'ban');
    input.dispatchEvent(new Event('blur'));
    expect(chosen.value).toBe('banana');
    await settled();
    await type(input, 'zzz');
    expect(options()).toEqual(['nothing']);
    input.dispatchEvent(new Event('blur'));
    expect(chosen.value).toBeNull();
  });

  it('names the marked option for screen readers', async () => {
    const { input } = await open();
    await type(input, 'b');
    const marked = document.getElementById(input.getAttribute('aria-activedescendant') ?? '');
    expect(marked && words(marked)).toBe('banana');
    await press(input, 'Escape');
    expect(input.hasAttribute('aria-activedescendant')).toBe(false);
  });
});

describe('the table', () => {
  const props = {
    caption: 'Tasks',
    columns: [{ key: 'name', label: 'Name' }, { key: 'size', label: 'Size', named: true }],
    rows: [{ id: 1 }, { id: 2 }],
    rowKey: (row: { id: number }) => row.id,
    rowTo: (row: { id: number }) => ({ name: 'task', params: { id: row.id } }),
  };
  const host = defineComponent(() => () =>
    h(DataTable as never, props, { name: ({ row }: { row: { id: number } }) => `row ${row.id}`, size: () => '7' }),
  );
  const screen = (narrow: boolean): void => {
    vi.stubGlobal('matchMedia', () => ({ matches: narrow, addEventListener: () => undefined, removeEventListener: () => undefined }));
  };

  it('is a table with links on a wide screen', async () => {
    screen(false);
    mounted = await mount(host);
    expect([...mounted.root.querySelectorAll('th')].map(words)).toEqual(['Name', 'Size']);
    expect([...mounted.root.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['/task/1', '/task/2']);
  });

  it('is a list of cards on a phone, with the same links', async () => {
    screen(true);
    mounted = await mount(host);
    expect(mounted.root.querySelector('table')).toBeNull();
    expect([...mounted.root.querySelectorAll('li a')].map(words)).toEqual(['row 1', 'row 2']);
    expect(words(mounted.root.querySelector('dl') as Element)).toBe('Size7');
  });
});

it('a covered number shows only its ends, and not how long it is', () => {
  expect(masked('999999199001010011')).toBe('9999••••••0011');
  expect(masked('E00000001')).toBe('E0••••••01');
  expect(masked('E1')).toBe('••••');
});
