self.onmessage = ({ data }: MessageEvent<Int32Array>) => {
  Atomics.store(data, 0, 2 * Atomics.load(data, 0));
  self.postMessage("done");
};
