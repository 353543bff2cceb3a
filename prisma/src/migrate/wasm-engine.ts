import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The part of the WebAssembly interface that is used here; Node has it, TypeScript's `es2024` library does not. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { __wbindgen_start(): void } };
};

export type SchemaEngine = bindings.SchemaEngine;

/** A Prisma schema file: path and text. */
export type Datamodel = [path: string, text: string];

let isLoaded = false;

/** Prisma's schema engine, compiled to WebAssembly, of the very commit that the client was built from. */
export async function openSchemaEngine(options: {
  readonly datamodels: Datamodel[];
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
}): Promise<SchemaEngine> {
  if (!isLoaded) load();
  isLoaded = true;
  const datamodels = options.datamodels.length > 0 ? options.datamodels : undefined;
  const adapter = bindMigrationAwareSqlAdapterFactory(options.adapter);
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

function load(): void {
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  );
  const code = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': bindings };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), imports);
  const { __wbg_set_wasm: setWasm } = bindings as unknown as { __wbg_set_wasm(exports: unknown): void };
  setWasm(exports);
  exports.__wbindgen_start();
}
