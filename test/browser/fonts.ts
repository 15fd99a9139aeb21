import { spawnSync } from "node:child_process";
import { env } from "node:process";

/** By which kept pictures were drawn: what Debian's Chromium comes with, and a font of Chinese signs. */
const drawnBy = { "sans-serif": "DejaVu Sans", serif: "DejaVu Serif", "sans-serif:lang=zh-cn": "WenQuanYi Micro Hei" };

function hasFonts(): boolean {
  return Object.entries(drawnBy).every(([asked, font]) => {
    const { stdout } = spawnSync("fc-match", ["-f", "%{family}", asked], { encoding: "utf8" });
    return stdout?.includes(font) === true;
  });
}

/** Whether pages look as they did when they were kept. Under `CI=true` it is always met, so that other fonts fail there. */
export const hasKeptFonts: boolean = env.CI === "true" || hasFonts();
