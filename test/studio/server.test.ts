import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type StudioServer, serveStudio } from "../../src/cli/studioServer.ts";

interface Come {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let folder = "";
let server: StudioServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "glasshouse-studio-"));
  mkdirSync(join(folder, "site", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "site", "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "site", "assets", "a-1.js"), "1;");
  server = await serveStudio(join(folder, "site"), 41_747);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A request with a path as it stands: a client that follows rules would mend it. */
function ask(path: string, { method = "GET", ...headers }: Record<string, string> = {}): Promise<Come> {
  return new Promise((resolve, reject) => {
    const { port } = server;
    const asked = request({ host: "127.0.0.1", port, path, method, headers }, (come) => {
      let body = "";
      come.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      come.on("end", () => resolve({ status: come.statusCode!, headers: come.headers, body }));
    });
    asked.on("error", reject).end();
  });
}

describe("the server of the studio", () => {
  test("serves its own files, isolated and under a strict policy", async () => {
    const { status, headers, body } = await ask("/");
    expect([status, body]).toEqual([200, "<!doctype html>"]);
    expect(headers).toMatchObject({
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe-inline|'unsafe-eval'|http/);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect((await ask("/assets/a-1.js")).headers["content-type"]).toContain("javascript");
  });

  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "//etc/passwd",
    "/assets",
    "/\\..\\secret.txt",
  ])("has nothing at %s", async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  test("can be read and nothing else", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
      expect([method, (await ask("/", { method })).status]).toEqual([method, 405]);
    expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  test("answers to its own name alone: a name that another site has lead here is refused", async () => {
    for (const host of ["evil.example", `evil.example:${server.port}`, "127.0.0.1", "127.0.0.1:1"])
      expect([host, (await ask("/", { host })).status]).toEqual([host, 403]);
    expect((await ask("/", { host: `localhost:${server.port}` })).status).toBe(200);
  });

  test("gives a page of another site nothing, but lets somebody come here from it", async () => {
    const from = (mode: string, dest: string, site = "cross-site") =>
      ask("/", { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest });
    expect((await from("no-cors", "script")).status).toBe(403);
    expect((await from("cors", "empty", "same-site")).status).toBe(403);
    expect((await from("navigate", "iframe")).status).toBe(403);
    expect((await from("navigate", "document")).status).toBe(200);
    expect((await from("cors", "empty", "same-origin")).status).toBe(200);
  });

  test("takes the next port where one is taken", async () => {
    const other = await serveStudio(join(folder, "site"), server.port);
    expect(other.port).toBeGreaterThan(server.port);
    expect(other.port).toBeLessThan(server.port + 20);
    await other.close();
  });
});
