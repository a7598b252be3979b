import { afterEach, describe, expect, it } from 'vitest';
import { hasText, language, named, said, setLanguage, suggestLanguage, t } from '.';
import { en } from './en';
import { zhCN } from './zh-CN';

function flatten(node: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value as object, `${prefix}${key}.`)],
  );
  return new Map(entries);
}

const marks = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([mark]) => mark))].sort();

afterEach(() => {
  localStorage.clear();
  setLanguage('zh-CN');
});

describe('the catalogues', () => {
  const chinese = flatten(zhCN);
  const english = flatten(en);

  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have the same values in every text', () => {
    const differing = [...chinese].filter(([key, text]) => marks(text).join() !== marks(english.get(key) ?? '').join());
    expect(differing).toEqual([]);
  });

  it('hold no text that nothing shows', () => {
    const sources = import.meta.glob<string>(['/src/**/*.{vue,ts}', '!/src/app/i18n/*'], { query: '?raw', import: 'default', eager: true });
    const code = Object.values(sources).join('\n');
    const looked = [...code.matchAll(/(?:named|said)\('([\w.]+)'|`([\w.]+)\.\$\{/g)].map((match) => match[1] ?? match[2] ?? '');
    const unused = [...chinese.keys()].filter((key) => !code.includes(`'${key}'`) && !looked.some((prefix) => key.startsWith(`${prefix}.`)));
    expect(unused).toEqual([]);
  });

  it('leave no text empty and no Chinese in English', () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
    expect([...english].filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });

  it('say for every reason what is wrong and what to do', () => {
    for (const reasons of [zhCN.fleet.reason, en.fleet.reason]) {
      for (const [code, text] of Object.entries(reasons)) {
        expect(text.title.length, code).toBeGreaterThan(2);
        expect(text.remedy.length, code).toBeGreaterThan(6);
      }
    }
  });
});

describe('a text', () => {
  it('is Chinese unless chosen otherwise', () => {
    expect(t('dispatch.state.done')).toBe('已完成');
    setLanguage('en');
    expect(t('dispatch.state.done')).toBe('Done');
    expect(document.documentElement.lang).toBe('en');
  });

  it('takes its values', () => {
    expect(t('dispatch.route', { from: '北京', to: '上海' })).toBe('北京 → 上海');
  });

  it('keeps a mark whose value is missing, so that the mistake shows', () => {
    expect(t('dispatch.route', { from: '北京' })).toBe('北京 → {to}');
  });

  it('has a singular and a plural in English', () => {
    setLanguage('en');
    expect(t('dispatch.flights_count', { n: 1 })).toBe('1 flight');
    expect(t('dispatch.flights_count', { n: 0 })).toBe('0 flights');
  });

  it('falls back to the code for names newer than the page', () => {
    expect(named('dispatch.state', 'running')).toBe('执行中');
    expect(named('dispatch.state', 'dreaming')).toBe('dreaming');
    expect(named('dispatch.state', 'constructor')).toBe('constructor');
    expect(said('dispatch.log', 'the lease has ended; waits for a terminal')).toBe('租约到期，等待终端');
    expect(said('dispatch.log', '主机答复 FORMAT')).toBe('主机答复 FORMAT');
    expect(hasText('fleet.reason.locked.title')).toBe(true);
    expect(hasText('fleet.reason.locked')).toBe(false);
  });
});

describe('the language of the account', () => {
  it('is taken over by a browser that has not chosen', () => {
    localStorage.clear();
    suggestLanguage('en');
    expect(language.value).toBe('en');
  });

  it('yields to a choice made here, and unknown ones are ignored', () => {
    setLanguage('zh-CN');
    suggestLanguage('en');
    expect(language.value).toBe('zh-CN');
    localStorage.clear();
    suggestLanguage('fr');
    expect(language.value).toBe('zh-CN');
  });
});
