import { expose } from "comlink";
import { asideName } from "./aside.ts";
import { aside } from "./asideWork.ts";
import { StudioHost } from "./host.ts";

expose(self.name === asideName ? aside : new StudioHost());
