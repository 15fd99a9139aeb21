import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Site } from "./bundle.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".yaml": "text/plain; charset=utf-8",
};

const fresh = { "Cache-Control": "no-store" };

/** Without these a page is not cross-origin isolated and has no SharedArrayBuffer. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

export interface Host {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Serves a site from memory, or a folder, to this machine alone, on a free port; cross-origin isolated, or as most
 * sites are.
 */
export async function serve(source: Site | string, isolated = true): Promise<Host> {
  const headers = isolated ? { ...fresh, ...isolation } : fresh;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const asked = path === "/" ? "/index.html" : path;
    read(source, asked).then(
      (body) => response.writeHead(200, { ...headers, "Content-Type": typeOf(asked) }).end(body),
      () => response.writeHead(404, headers).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => stop(server) };
}

async function read(source: Site | string, path: string): Promise<string | Uint8Array> {
  if (typeof source === "string") return readFile(join(source, normalize(path)));
  const body = source.get(path);
  if (body === undefined) throw new Error(`there is no ${path}`);
  return body;
}

function typeOf(path: string): string {
  return types[extname(path)] ?? "application/octet-stream";
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
