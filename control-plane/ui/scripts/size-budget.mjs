// Fails when the first load (page, entry, its static imports and styles, the first page and pictures) is too heavy,
// or when one part loaded later is. The budgets count gzip, the larger of the two encodings that are served.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const firstLoadBudget = 300 * 1024;
const partBudget = 60 * 1024;
const dist = fileURLToPath(new URL('../dist', import.meta.url));

const size = async (path) => (await stat(join(dist, `${path}.gz`))).size;
const manifest = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8'));

/** Files of a chunk and of everything it imports at once. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  (chunk.css ?? []).forEach((file) => seen.add(file));
  (chunk.imports ?? []).forEach((next) => filesOf(next, seen));
  return seen;
}

const pages = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const shared = ['index.html', 'favicon.svg', 'theme.js'];
const total = async (files) => (await Promise.all([...files].map(size))).reduce((sum, bytes) => sum + bytes, 0);

const loads = await Promise.all(
  pages.map(async (page) => ({ page, bytes: await total(new Set([...shared, ...filesOf('index.html'), ...filesOf(page)])) })),
);
const heaviest = loads.toSorted((a, b) => b.bytes - a.bytes)[0];
const parts = (await readdir(join(dist, 'assets'))).filter((name) => /\.(js|css)$/.test(name));
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

console.log(`first load, heaviest page (${heaviest.page}): ${kib(heaviest.bytes)} of ${kib(firstLoadBudget)}`);
const faults = heaviest.bytes > firstLoadBudget ? [`first load of ${heaviest.page} is ${kib(heaviest.bytes)}`] : [];
for (const part of parts) {
  const bytes = await size(`assets/${part}`);
  if (bytes > partBudget) faults.push(`${part} is ${kib(bytes)}, more than ${kib(partBudget)}`);
}
if (faults.length > 0) {
  console.error(`Too heavy:\n  ${faults.join('\n  ')}\nLoad less at first, or make it smaller.`);
  process.exit(1);
}
