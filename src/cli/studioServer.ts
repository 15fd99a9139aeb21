import { createReadStream, readdirSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";
import { ProblemError } from "../core/problem.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Of every answer: the page is alone in its process, so that threads may share memory, and loads nothing but its own files. */
const headers = {
  "Cache-Control": "no-cache",
  "Content-Security-Policy": policy,
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

const loopback = "127.0.0.1";
/** Ports that are tried one after the other; then the system chooses. */
const tried = 20;

export interface StudioServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the files of a folder, and nothing else, to this machine alone. A port that is taken gives way to the next one.
 * Files are those that are there when it begins: no path leads out of the folder.
 */
export async function serveStudio(folder: string, port: number): Promise<StudioServer> {
  const files = filesIn(folder);
  const server = createServer((request, response) => answer(request, response, files));
  const at = await listen(server, port);
  return { port: at, close: () => stop(server) };
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = entries.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [`/${path.split(sep).join("/")}`, join(folder, path)]));
}

async function listen(server: Server, first: number): Promise<number> {
  const last = Math.min(65_535, first + tried - 1);
  const ports = [...Array.from({ length: last - first + 1 }, (_, i) => first + i), 0];
  for (const port of ports) {
    const fault = await attempt(server, port);
    if (fault === undefined) return (server.address() as AddressInfo).port;
    if (fault !== "EADDRINUSE" && fault !== "EACCES") {
      const message = `this machine does not let us listen on ${loopback}:${port} (${fault})`;
      throw new ProblemError([{ code: "no-port", message, remedy: "choose another with --port" }]);
    }
  }
  throw new ProblemError([{ code: "no-port", message: "no port is free on this machine" }]);
}

/** The code of what stood against it; undefined where nothing did. */
function attempt(server: Server, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const refused = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    server.once("error", refused);
    server.listen(port, loopback, () => {
      server.off("error", refused);
      resolve(undefined);
    });
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function answer(request: IncomingMessage, response: ServerResponse, files: ReadonlyMap<string, string>): void {
  const [path = "/"] = (request.url ?? "/").split("?");
  const asked = path === "/" ? "/index.html" : path;
  const file = files.get(asked);
  const isHead = request.method === "HEAD";
  const refused = refusalOf(request, file);
  if (refused || file === undefined) {
    const [code, says] = refused ?? [404, "there is no such file"];
    const more = code === 405 ? { Allow: "GET, HEAD" } : {};
    response.writeHead(code, { ...headers, ...more, "Content-Type": "text/plain; charset=utf-8" });
    response.end(isHead ? undefined : `${says}\n`);
    return;
  }
  const isNamedByContent = asked.startsWith("/assets/");
  response.writeHead(200, {
    ...headers,
    ...(isNamedByContent && { "Cache-Control": "max-age=31536000, immutable" }),
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
  });
  if (isHead) response.end();
  else
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
}

/** Why a request is not answered; undefined where it is. */
function refusalOf(request: IncomingMessage, file: string | undefined): readonly [number, string] | undefined {
  if (!isMeant(request)) return [403, "this address is for this machine alone"];
  if (request.method !== "GET" && request.method !== "HEAD")
    return [405, "files can be read here, and nothing else done"];
  return file === undefined ? [404, "there is no such file"] : undefined;
}

/**
 * Whether a request was made for us. Another name that leads to this machine is not ours (a page elsewhere could have it lead
 * here), and what another site's page asks for, other than that somebody goes here, is nothing that it may have.
 */
function isMeant({ headers: sent, socket }: IncomingMessage): boolean {
  const names = [loopback, "localhost"].map((name) => `${name}:${socket.localPort}`);
  if (!names.includes(sent.host ?? "")) return false;
  const site = sent["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return true;
  return sent["sec-fetch-mode"] === "navigate" && sent["sec-fetch-dest"] === "document";
}
