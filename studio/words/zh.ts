import type { Words } from "./en.ts";
import { moreZh } from "./more/zh.ts";

export const zh: Words = {
  ...moreZh,
  name: "玻璃屋",
  claim: "社会信用制度的实验室",
  home: "全部世界",
  skip: "跳到正文",
  settings: "语言与明暗",
  loading: "请稍候……",
  theme: { light: "浅色", dark: "深色" },
  other: "English",
  notices: {
    version: (version) => `此链接由玻璃屋 ${version} 版本生成；这里显示的内容可能有所不同。`,
    address: "链接中有无法读取的部分，已略去：",
    problem: "此情景无法运行",
    close: "关闭",
  },
};
