import { expose } from "comlink";
import { StudioHost } from "./host.ts";

expose(new StudioHost());
