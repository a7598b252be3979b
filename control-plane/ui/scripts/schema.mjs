// Keeps the server's OpenAPI document for the stand-in and writes the types of the page from it:
//   waystation openapi > openapi.json && npm run schema -- openapi.json
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const document = JSON.parse(await readFile(process.argv[2], 'utf8'));
await writeFile(new URL('../dev/openapi.json', import.meta.url), `${JSON.stringify(document, null, 1)}\n`);

// The page names operations by their paths alone; without ids their types stand where they are used.
for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) delete operation.operationId;
const types = await openapiTS(document, { emptyObjectsUnknown: true });
const banner = '/** Generated from the OpenAPI document by `npm run schema`. Do not edit. */\n\n';
await writeFile(new URL('../src/api/schema.ts', import.meta.url), banner + astToString(types));
