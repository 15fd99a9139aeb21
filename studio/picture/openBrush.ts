import { openGlBrush } from "./glBrush.ts";
import { openPlainBrush } from "./plainBrush.ts";
import type { Brush } from "./view.ts";

/** What programs that play a graphics card call themselves. */
const playsCard = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * The brush that is quickest here: WebGL2 where there is a graphics card. A program that plays one takes the processors from the
 * world, and keeps whoever asks the picture something waiting until its frame is done; there pixels are reckoned one by one.
 * `again` is called when all has to be drawn once more.
 */
export function openBrush(canvas: OffscreenCanvas, again: () => void): Brush {
  return (hasCard() ? openGlBrush(canvas, again) : undefined) ?? openPlainBrush(canvas);
}

/** Asked of a canvas of its own: one that has had one kind of context gets no other. */
function hasCard(): boolean {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  // Firefox tells it by the first name, and warns of the second.
  const unmasked = gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL;
  const renderer = String(gl.getParameter(unmasked ?? gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !playsCard.test(renderer);
}
