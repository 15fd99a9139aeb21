import { expose } from "comlink";
import { CountryPicture } from "./picture.ts";

expose(new CountryPicture());
