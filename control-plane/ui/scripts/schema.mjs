// Writes src/api/schema.ts from an OpenAPI document: `npm run schema -- path/to/openapi.json`.
// Without an argument the stand-in in dev/ is used.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2];
const document = source
  ? JSON.parse(await readFile(source, 'utf8'))
  : (await import('../dev/openapi.mjs')).openapi;
const banner = '/** Generated from the OpenAPI document by `npm run schema`. Do not edit. */\n\n';
await writeFile(new URL('../src/api/schema.ts', import.meta.url), banner + astToString(await openapiTS(document)));
