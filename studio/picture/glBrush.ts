import { type Layout, type Packing, packingOf } from "./layout.ts";
import { type Brush, gapsOf, ringOf, type Scene, tapsOf } from "./view.ts";

const vertex = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

/** One pixel: the colour of who stands there; of several, where a pixel covers several, the mean of some of them. */
const fragment = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2DArray;
uniform sampler2DArray places;
uniform ivec2 packing; // width of a layer and places in it, where places lie one behind the other; else 0
uniform sampler2D palette;  // times its opacity
uniform vec2 size;     // of the country, in places
uniform vec2 block;    // of a neighbourhood, in places
uniform vec2 corner;   // left and top, in pixels
uniform float height;  // of the canvas
uniform float scale;
uniform vec2 gaps;     // between people, between neighbourhoods
uniform vec4 mark;     // its middle in pixels, radius and width of its ring
uniform int taps;      // along one side of a pixel
out vec4 colour;

vec4 none() { return texelFetch(palette, ivec2(255, 0), 0); }

vec4 colourAt(vec2 at) {
  if (any(lessThan(at, vec2(0.0))) || any(greaterThanEqual(at, size))) return none();
  ivec3 where = ivec3(ivec2(at), 0);
  if (packing.x > 0) {
    int place = where.y * int(size.x) + where.x;
    int within = place % packing.y;
    where = ivec3(within % packing.x, within / packing.x, place / packing.y);
  }
  float value = texelFetch(places, where, 0).r;
  return texelFetch(palette, ivec2(int(value * 255.0 + 0.5), 0), 0);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, height - gl_FragCoord.y);
  vec2 at = (pixel + corner) / scale;
  vec4 sum;
  if (taps > 1) {
    sum = vec4(0.0);
    for (int y = 0; y < taps; y++) for (int x = 0; x < taps; x++)
      sum += colourAt(at + ((vec2(x, y) + 0.5) / float(taps) - 0.5) / scale);
    sum /= float(taps * taps);
  } else {
    sum = colourAt(at);
    vec2 place = floor(at);
    vec2 before = (at - place) * scale;
    vec2 after = scale - before;
    vec2 first = vec2(equal(mod(place, block), vec2(0.0)));
    vec2 last = vec2(equal(mod(place + 1.0, block), vec2(0.0)));
    vec2 inside = min(before - mix(vec2(gaps.x), vec2(gaps.y), first), after - mix(vec2(gaps.x), vec2(gaps.y), last));
    // A soft edge of a pixel.
    if (gaps.y > 0.0) sum = mix(none(), sum, clamp(min(inside.x, inside.y) + 0.5, 0.0, 1.0));
  }
  if (mark.z > 0.0) {
    float far = abs(length(pixel - mark.xy) - mark.z);
    sum = mix(sum, vec4(1.0), clamp(mark.w * 0.5 + 2.0 - far, 0.0, 1.0));
    sum = mix(sum, vec4(0.0, 0.0, 0.0, 1.0), clamp(mark.w * 0.5 + 0.5 - far, 0.0, 1.0));
  }
  colour = sum;
}`;

/** The parts of a context that a program of ours draws with: made anew where the card has forgotten them. */
interface Tools {
  readonly places: WebGLTexture;
  readonly palette: WebGLTexture;
  readonly of: Readonly<Record<(typeof uniforms)[number], WebGLUniformLocation | null>>;
}

const uniforms = ["packing", "size", "block", "corner", "height", "scale", "gaps", "mark", "taps"] as const;

/**
 * A brush of WebGL2; undefined where there is none. A card that forgets what it was told, as it may when a machine has slept, is
 * told again when it is back; `again` is called then. `mostSide` of a texture is for tests: it makes a small country too large
 * for one.
 */
export function openGlBrush(
  canvas: OffscreenCanvas,
  again: () => void = () => {},
  mostSide = Number.POSITIVE_INFINITY,
): Brush | undefined {
  const wishes = {
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: "low-power",
  } as const;
  const gl = canvas.getContext("webgl2", wishes);
  if (!gl) return undefined;
  let tools = toolsOf(gl);
  const side = Math.min(mostSide, gl.getParameter(gl.MAX_TEXTURE_SIZE));
  let laid: Layout | undefined;
  let last: { readonly bytes: Uint8Array; readonly layout: Layout } | undefined;
  const fill = (bytes: Uint8Array, layout: Layout): void => {
    last = { bytes, layout };
    if (gl.isContextLost()) return;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, tools.places);
    const packing = packingOf(layout, side);
    if (laid?.width !== layout.width || laid.height !== layout.height) {
      const { width, rows, layers } = packing;
      gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, gl.R8, width, rows, layers, 0, gl.RED, gl.UNSIGNED_BYTE, null);
    }
    upload(gl, bytes, packing);
    laid = layout;
  };
  // Unless somebody says that it is wanted, it does not come back.
  canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => {
    [tools, laid] = [toolsOf(gl), undefined];
    if (last) fill(last.bytes, last.layout);
    again();
  });
  return {
    by: "graphics card",
    fill,
    draw: (scene) => {
      if (!gl.isContextLost()) drawScene(gl, tools, scene, packingOf(scene.layout, side));
    },
  };
}

function upload(gl: WebGL2RenderingContext, bytes: Uint8Array, { width, rows }: Packing): void {
  const put = (from: number, across: number, down: number): void => {
    const layer = Math.floor(from / (width * rows));
    const row = Math.floor((from % (width * rows)) / width);
    const part = bytes.subarray(from, from + across * down);
    gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, row, layer, across, down, 1, gl.RED, gl.UNSIGNED_BYTE, part);
  };
  for (let from = 0; from < bytes.length; from += width * rows) {
    const whole = Math.min(rows, Math.floor((bytes.length - from) / width));
    if (whole > 0) put(from, width, whole);
    // The last row may have fewer.
    const rest = whole < rows ? (bytes.length - from) % width : 0;
    if (rest > 0) put(from + whole * width, rest, 1);
  }
}

function toolsOf(gl: WebGL2RenderingContext): Tools {
  const program = link(gl);
  gl.useProgram(program);
  gl.bindVertexArray(gl.createVertexArray());
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  const [places, palette] = [texture(gl, 0, gl.TEXTURE_2D_ARRAY), texture(gl, 1, gl.TEXTURE_2D)];
  const at = (name: string) => gl.getUniformLocation(program, name);
  gl.uniform1i(at("places"), 0);
  gl.uniform1i(at("palette"), 1);
  return { places, palette, of: Object.fromEntries(uniforms.map((name) => [name, at(name)])) as Tools["of"] };
}

function drawScene(gl: WebGL2RenderingContext, { palette, of }: Tools, scene: Scene, packing: Packing): void {
  const { layout, view, palette: colours, mark } = scene;
  const { width, height } = gl.canvas;
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D, palette);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, timesOpacity(colours));
  gl.viewport(0, 0, width, height);
  const { left, top, scale } = view;
  const gaps = gapsOf(scale);
  const ring = ringOf(scale);
  if (packing.isPacked) gl.uniform2i(of.packing, packing.width, packing.width * packing.rows);
  else gl.uniform2i(of.packing, 0, 0);
  gl.uniform2f(of.size, layout.width, layout.height);
  gl.uniform2f(of.block, layout.blockWidth, layout.blockHeight);
  gl.uniform2f(of.corner, left, top);
  gl.uniform1f(of.height, height);
  gl.uniform1f(of.scale, scale);
  gl.uniform2f(of.gaps, gaps.person, gaps.block);
  gl.uniform1i(of.taps, tapsOf(scale));
  if (mark) {
    const [x, y] = [(mark.x + 0.5) * scale - left, (mark.y + 0.5) * scale - top];
    gl.uniform4f(of.mark, x, y, ring.radius, ring.width);
  } else gl.uniform4f(of.mark, 0, 0, 0, 0);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

function timesOpacity(colours: Uint8Array): Uint8Array {
  return colours.map((part, i) => (i % 4 === 3 ? part : Math.round((part * colours[i | 3]!) / 255)));
}

function texture(gl: WebGL2RenderingContext, unit: number, kind: GLenum): WebGLTexture {
  const made = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(kind, made);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.NEAREST],
    [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(kind, name, value);
  return made;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`bug: the picture's program does not link: ${gl.getProgramInfoLog(program)}`);
  return program;
}
