/** What files are called in the folder of a run. */
export const manifestName = "manifest.json";
export const measuresName = "measures.csv";
export const checkpointName = "checkpoint.bin";
